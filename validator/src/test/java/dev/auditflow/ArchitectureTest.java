package dev.auditflow;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.auditflow.check.schema.SchemaExport;
import dev.auditflow.check.schema.SchemaImport;
import java.util.List;

/** The house: which room may know which, and what each keeps out of. */
@AnalyzeClasses(packages = "dev.auditflow", importOptions = ArchitectureTest.TheProgram.class)
class ArchitectureTest {
    /** Everything but what lies beside this class. */
    static final class TheProgram implements ImportOption {
        private static final String TESTS = ArchitectureTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        @Override
        public boolean includes(Location location) {
            return !location.contains(TESTS);
        }
    }

    /** Data flows down this list; a room knows only rooms above it. The compiled policies are a module of their own. */
    private static final List<String> ROOMS = List.of(
            "policies",
            "yaml",
            "go",
            "host",
            "sops",
            "engine",
            "config",
            "bump",
            "coverage",
            "init",
            "render",
            "manifest",
            "diff",
            "check",
            "report",
            "gate",
            "version",
            "attest",
            "admission",
            "deploy",
            "drift",
            "cli");

    @ArchTest
    static final ArchRule rooms_know_only_the_rooms_above_them = classes().should(knowOnlyRoomsAbove());

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("dev.auditflow.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule checks_have_no_cycles =
            slices().matching("dev.auditflow.check.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule template_language_knows_no_framework_and_no_input_or_output = noClasses()
            .that()
            .resideInAPackage("dev.auditflow.render.template..")
            .should()
            .dependOnClassesThat(filesOrNetwork().or(resideInAnyPackage("io.quarkus..", "jakarta..")));

    @ArchTest
    static final ArchRule checks_know_no_helm_no_network_and_no_files = noClasses()
            .that()
            .resideInAPackage("dev.auditflow.check..")
            .and(not(belongToAnyOf(SchemaImport.class, SchemaExport.class))
                    .as("are not the tools that make and hand out the embedded schemas"))
            .and(not(describe(
                    "run kubeconform, a program", type -> type.getSimpleName().startsWith("Kubeconform"))))
            .and(not(describe("read IP addresses", type -> type.getSimpleName().equals("Networks"))))
            .should()
            .dependOnClassesThat(filesOrNetwork().or(resideInAnyPackage("dev.auditflow.render..")));

    @ArchTest
    static final ArchRule comparing_knows_no_files_and_no_helm = noClasses()
            .that()
            .resideInAPackage("dev.auditflow.diff..")
            .should()
            .dependOnClassesThat(filesOrNetwork().or(resideInAnyPackage("dev.auditflow.render..")));

    @ArchTest
    static final ArchRule only_the_command_line_knows_picocli = noClasses()
            .that()
            .resideOutsideOfPackage("dev.auditflow.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule only_the_command_line_prints_and_exits = noClasses()
            .that()
            .resideOutsideOfPackage("dev.auditflow.cli..")
            .should()
            .accessTargetWhere(describe("prints, exits or reads standard input", ArchitectureTest::printsOrExits));

    @ArchTest
    static final ArchRule only_the_host_starts_processes = noClasses()
            .that()
            .resideOutsideOfPackage("dev.auditflow.host..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class);

    @ArchTest
    static void the_order_names_rooms_that_exist(JavaClasses program) {
        assertThat(program.stream().map(ArchitectureTest::roomOf)).containsAll(ROOMS.subList(1, ROOMS.size()));
    }

    private static DescribedPredicate<JavaClass> filesOrNetwork() {
        return resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.http..")
                .or(belongToAnyOf(
                        java.io.File.class,
                        java.io.FileInputStream.class,
                        java.io.FileOutputStream.class,
                        java.io.FileReader.class,
                        java.io.FileWriter.class,
                        java.io.RandomAccessFile.class,
                        java.net.Socket.class,
                        java.net.URLConnection.class,
                        java.net.InetAddress.class))
                .as("files or the network");
    }

    private static boolean printsOrExits(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        boolean stream =
                owner.equals("java.lang.System") && List.of("out", "err", "in").contains(access.getName());
        boolean exit = List.of("java.lang.System", "java.lang.Runtime").contains(owner)
                && List.of("exit", "halt").contains(access.getName());
        boolean trace = access instanceof JavaMethodCall call
                && call.getName().equals("printStackTrace")
                && call.getTarget().getRawParameterTypes().isEmpty();
        return stream || exit || trace;
    }

    private static ArchCondition<JavaClass> knowOnlyRoomsAbove() {
        return new ArchCondition<>("know only rooms above them, in the order " + String.join(", ", ROOMS)) {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                int own = ROOMS.indexOf(roomOf(user));
                if (own < 0) {
                    events.add(SimpleConditionEvent.violated(
                            user, user.getName() + " is in a room that the order does not name"));
                }
                user.getDirectDependenciesFromSelf().stream()
                        .filter(use -> use.getTargetClass().getPackageName().startsWith("dev.auditflow."))
                        .filter(use -> ROOMS.indexOf(roomOf(use.getTargetClass())) > own)
                        .forEach(use -> events.add(SimpleConditionEvent.violated(user, use.getDescription())));
            }
        };
    }

    private static String roomOf(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", -1);
        return parts.length < 3 ? "" : parts[2];
    }
}
