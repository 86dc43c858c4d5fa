package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects for Argo CD and Flux in {@code gitops}, before the gate. */
final class GitopsFolderTest {
    private static final Path GITOPS = Path.of("../gitops");

    @TempDir
    private Path folder;

    @Test
    void passesTheGate() {
        FrontDoor.Result result = FrontDoor.run(
                "validate", "--no-cache", "-c", GITOPS.resolve("auditflow.yaml").toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).contains("no findings");
    }

    @Test
    void aMistypedFieldDoesNot() throws Exception {
        try (Stream<Path> files = Files.walk(GITOPS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(GITOPS.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                String text = Files.readString(file);
                Files.writeString(
                        copy, file.endsWith("argocd/dev.yaml") ? text.replace("selfHeal:", "selfheal:") : text);
            }
        }
        FrontDoor.Result result = FrontDoor.run(
                "validate", "--no-cache", "-c", folder.resolve("auditflow.yaml").toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("deny AF001  Application/argocd/auditflow-dev spec.syncPolicy.automated.selfheal");
    }

    /** By what they are called a promoter finds them. */
    @Test
    void eachEnvironmentHasOneOfEach() throws Exception {
        for (String environment :
                ConfigReader.read(Path.of("../auditflow.yaml")).environments()) {
            for (String reconciler : new String[] {"argocd", "flux"}) {
                assertThat(text(reconciler, environment))
                        .contains(
                                "name: auditflow-" + environment + "\n",
                                "environments/" + environment + "\n",
                                reconciler.equals("argocd") ? "path: auditflow\n" : "path: ./auditflow\n");
            }
        }
    }

    private static String text(String reconciler, String environment) throws IOException {
        return Files.readString(GITOPS.resolve(reconciler).resolve(environment + ".yaml"));
    }
}
