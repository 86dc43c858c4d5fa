package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.config.ConfigReader;
import dev.auditflow.lab.Reconcilers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
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
        copy(text -> text.replace("selfHeal:", "selfheal:"));
        FrontDoor.Result result = FrontDoor.run(
                "validate", "--no-cache", "-c", folder.resolve("auditflow.yaml").toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("deny AF001  Application/argocd/auditflow-dev spec.syncPolicy.automated.selfheal");
    }

    /** The folder's own schemas have only the fields that are used; these are the whole CRDs of Argo CD and Flux. */
    @Test
    void passesByTheCrdsThatArePublished() throws Exception {
        copy(UnaryOperator.identity());
        DeployBench.copy(Reconcilers.definitions(), folder.resolve("schemas"));
        for (String own : new String[] {"argocd.yaml", "flux.yaml"}) {
            Files.delete(folder.resolve("schemas").resolve(own));
        }
        FrontDoor.Result result = FrontDoor.run(
                "validate", "--no-cache", "-c", folder.resolve("auditflow.yaml").toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).contains("no findings");
    }

    /** The chart of the webhook has some of its own. The tests build no controller of HelmReleases, so there is no CRD of theirs. */
    @Test
    void theWebhooksManifestsPassByTheCrdsThatArePublished() throws Exception {
        DeployBench.copy(Path.of("../charts/auditflow-validator/gitops"), folder.resolve("webhook"));
        DeployBench.copy(Reconcilers.definitions(), folder.resolve("schemas"));
        Files.writeString(folder.resolve("auditflow.yaml"), """
                version: 1
                kubernetes: ["1.34"]
                schemas: {crds: schemas, allowMissing: [helm.toolkit.fluxcd.io/HelmRelease]}
                releases: []
                """);
        FrontDoor.Result result = FrontDoor.run(
                "validate",
                "--no-cache",
                "-c",
                folder.resolve("auditflow.yaml").toString(),
                folder.resolve("webhook").toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).contains("no findings").contains("3 documents checked");
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

    /** The folder, with Argo CD's Application of dev changed. */
    private void copy(UnaryOperator<String> change) throws IOException {
        DeployBench.copy(GITOPS, folder);
        Path dev = folder.resolve("argocd/dev.yaml");
        Files.writeString(dev, change.apply(Files.readString(dev)));
    }

    private static String text(String reconciler, String environment) throws IOException {
        return Files.readString(GITOPS.resolve(reconciler).resolve(environment + ".yaml"));
    }
}
