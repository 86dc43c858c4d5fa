package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.lab.Lab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that lie in Secrets of a real API server. */
class SecretKeysTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void keysAreReadFromTheCluster() throws Exception {
        try (Lab lab = Lab.start(Files.createDirectories(folder.resolve("lab")))) {
            DeployBench.ok(
                    FrontDoor.run("keys", "generate", folder.resolve("ci").toString()));
            String id = FrontDoor.run("keys", "show", folder.resolve("ci.pub").toString())
                    .output();
            secret(lab, "auditflow.pub", "ci.pub");
            Map<String, String> kubeconfig =
                    Map.of("KUBECONFIG", lab.kubeconfig().toString());
            FrontDoor.Result found = show(kubeconfig, "k8s://default/ci");
            assertThat(found.exitCode()).as(found.text()).isZero();
            assertThat(found.output()).isEqualTo(id);
            assertThat(show(kubeconfig, "k8s://default/ci/auditflow.pub").output())
                    .isEqualTo(id);
            assertThat(show(kubeconfig, "k8s://default/ci/other").errors())
                    .contains("The Secret default/ci has no field other");
            assertThat(show(kubeconfig, "k8s://default/none").errors()).contains("There is no Secret none in default");
            assertThat(show(kubeconfig, "k8s://default").errors())
                    .contains("names no Secret; write k8s://NAMESPACE/SECRET");
        }
    }

    private FrontDoor.Result show(Map<String, String> environment, String place) throws Exception {
        return FrontDoor.process(folder, environment, new byte[0], "keys", "show", place);
    }

    private void secret(Lab lab, String field, String file) throws Exception {
        String text = Files.readString(folder.resolve(file));
        String data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        Lab.Response made =
                lab.send("POST", "/api/v1/namespaces/default/secrets", "application/json", """
                    {"apiVersion":"v1","kind":"Secret","metadata":{"name":"ci"},"data":{"%s":"%s"}}\
                    """.formatted(field, data));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }
}
