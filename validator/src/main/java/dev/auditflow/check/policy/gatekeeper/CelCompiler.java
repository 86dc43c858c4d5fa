package dev.auditflow.check.policy.gatekeeper;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.cel.common.CelException;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles the expressions of one template: what is declared so far, later ones may use. For one thread. */
final class CelCompiler {
    private static final String VARIABLES = "gatekeeper.variables";
    private static final int MAX_ITERATIONS = 1_000_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxExpressionCodePointSize(100_000)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final List<CelStandardMacro> MACROS = CelStandardMacro.STANDARD_MACROS.stream()
            .filter(macro -> macro != CelStandardMacro.HAS)
            .toList();

    private final String kind;
    private final Set<String> declared = new HashSet<>(Set.of("params", "anyObject"));
    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(
                    CelExtensions.strings(),
                    CelExtensions.sets(OPTIONS),
                    CelExtensions.optional(),
                    CelExtensions.comprehensions())
            .addFunctionBindings(KubernetesCel.BINDINGS)
            .addFunctionBindings(CelQuantity.BINDINGS)
            .addFunctionBindings(CelFormat.BINDINGS)
            .build();
    private dev.cel.compiler.CelCompiler compiler = compiler();

    CelCompiler(String kind) {
        this.kind = kind;
    }

    /** A compiler for what is declared now; types of it cannot grow. */
    private dev.cel.compiler.CelCompiler compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(MACROS)
                .addMacros(KubernetesCel.HAS)
                .setTypeProvider(new Types(ImmutableSet.copyOf(declared)))
                .addLibraries(
                        CelExtensions.strings(),
                        CelExtensions.sets(OPTIONS),
                        CelExtensions.optional(),
                        CelExtensions.bindings(),
                        CelExtensions.comprehensions())
                .addFunctionDeclarations(KubernetesCel.DECLARATIONS)
                .addFunctionDeclarations(CelQuantity.DECLARATIONS)
                .addFunctionDeclarations(CelFormat.DECLARATIONS)
                .addVar("object", SimpleType.DYN)
                .addVar("oldObject", SimpleType.DYN)
                .addVar("request", SimpleType.DYN)
                .addVar("namespaceObject", SimpleType.DYN)
                .addVar("variables", StructTypeReference.create(VARIABLES))
                .build();
    }

    /** Makes a variable known to the expressions that follow. */
    void declare(String name) {
        declared.add(name);
        compiler = compiler();
    }

    /** @throws PolicyLoadException with CEL's own words, if it does not compile */
    CelRuntime.Program compile(String expression, String place) throws PolicyLoadException {
        try {
            return runtime.createProgram(compiler.compile(expression).getAst());
        } catch (CelValidationException e) {
            String words = e.getErrors().isEmpty()
                    ? String.valueOf(e.getMessage())
                    : e.getErrors().getFirst().getMessage().replace(" (in container '')", "");
            throw refused(place, words);
        } catch (CelException e) {
            throw refused(place, String.valueOf(e.getMessage()));
        }
    }

    private PolicyLoadException refused(String place, String words) {
        return new PolicyLoadException(
                "%s: an expression of the template of %s does not compile: %s".formatted(place, kind, words));
    }

    /** The type of {@code variables}. */
    private record Types(ImmutableSet<String> declared) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return ImmutableList.of(type());
        }

        @Override
        public Optional<CelType> findType(String name) {
            return name.equals(VARIABLES) ? Optional.of(type()) : Optional.empty();
        }

        private CelType type() {
            return StructType.create(
                    VARIABLES,
                    declared,
                    field -> declared.contains(field) ? Optional.of(SimpleType.DYN) : Optional.empty());
        }
    }
}
