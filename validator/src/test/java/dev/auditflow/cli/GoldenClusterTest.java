package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import dev.auditflow.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code golden diff --against-release} and {@code --against-live}: a release of a real helm in a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenClusterTest {
    private static final String OBJECTS = """
            apiVersion: v1
            kind: Secret
            metadata: {name: db}
            stringData: {password: {{ .Values.password }}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, annotations: null}
            spec:
              replicas: {{ .Values.replicas }}
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                    - name: web
                      image: "{{ .Values.image }}"
                      ports: [{containerPort: 80}]
                      resources: {requests: {cpu: 1000m}}
                      securityContext: {}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80, nodePort: null}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: hook, annotations: {helm.sh/hook: pre-install}}
            data: {a: "1"}
            {{- if .Values.more }}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: more}
            data: {a: "1"}
            {{- end }}
            """;

    private static final String CRD = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.golden.example.com}
            spec:
              group: golden.example.com
              names: {kind: Thing, plural: things}
              scope: Namespaced
              versions:
                - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
            """;

    private Lab lab;
    private Path folder;
    private String kubeconfig = "";

    @BeforeAll
    void cluster(@TempDir Path temporary) throws Exception {
        assumeTrue(Command.find("helm").isPresent(), "install helm on the PATH to run this test");
        folder = temporary;
        lab = Lab.start(Files.createDirectories(folder.resolve("lab")));
        kubeconfig = lab.kubeconfig().toString();
        repository();
        helm("install");
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void repository() throws IOException {
        configure("{}");
        write("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        write("web/values.yaml", "image: nginx:1\npassword: hunter2\nreplicas: 2\nmore: true\n");
        write("web/templates/objects.yaml", OBJECTS);
        write("web/crds/things.yaml", CRD);
    }

    private void configure(String prod) throws IOException {
        write("auditflow.yaml", """
                version: 1
                kubernetes: ["1.34"]
                environments: {prod: %s, dev: {}}
                releases:
                  - name: web
                    chart: web
                    environments: {prod: {namespace: default}, dev: {namespace: elsewhere}}
                """.formatted(prod));
    }

    @Test
    void sameAsWhatIsInstalledIsNoChange() throws Exception {
        for (String side : List.of("--against-release", "--against-live")) {
            FrontDoor.Result same = diff(side);
            assertThat(same.output()).as(same.text()).isEqualTo("no changes\n");
            assertThat(same.exitCode()).isZero();
        }
    }

    @Test
    void tellsWhatAnUpgradeOfTheReleaseWouldDo() throws Exception {
        write("web/values.yaml", "image: nginx:2\npassword: hunter3\nreplicas: 2\nmore: false\n");
        for (String side : List.of("--against-release", "--against-live")) {
            FrontDoor.Result result = diff(side);
            assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
            assertThat(result.output())
                    .contains(
                            "web/prod@1.34 against " + (side.equals("--against-live") ? "the cluster" : "revision 1"),
                            "- nginx:1",
                            "+ nginx:2",
                            "~ Secret/db  config",
                            "- ConfigMap/more")
                    .doesNotContain("hunter", "aHVudGVy");
        }
    }

    @Test
    void somebodysEditsAreSeenInTheClusterAlone() throws Exception {
        String path = "/apis/apps/v1/namespaces/default/deployments/web";
        String type = "application/strategic-merge-patch+json";
        lab.send("PATCH", path, type, """
                {"metadata":{"annotations":{"by":"hand"}},"spec":{"replicas":5,"template":{"spec":{"containers":[
                {"name":"web","image":"nginx:hotfix"},{"name":"sidecar","image":"proxy:1"}]}}}}""");
        lab.send("DELETE", "/api/v1/namespaces/default/configmaps/more", "application/json", "");
        try {
            assertThat(diff("--against-release").output()).isEqualTo("no changes\n");
            FrontDoor.Result live = diff("--against-live");
            assertThat(live.exitCode()).as(live.text()).isEqualTo(1);
            assertThat(live.output())
                    .contains("- nginx:hotfix", "+ nginx:1", "- 5", "+ 2", "+ ConfigMap/more")
                    .doesNotContain("sidecar", "hand", "Service/web", "managedFields");
        } finally {
            lab.send("PATCH", path, type, """
                    {"spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"web","image":"nginx:1"},
                    {"name":"sidecar","$patch":"delete"}]}}}}""");
            lab.send("POST", "/api/v1/namespaces/default/configmaps", "application/json", """
                    {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"more"},"data":{"a":"1"}}""");
        }
    }

    @Test
    void whatTheServerRefusesOfTheLiveObjectFails() throws Exception {
        write(
                "web/templates/objects.yaml",
                OBJECTS.replace("matchLabels: {app: web}", "matchLabels: {app: web, a: b}")
                        .replace("labels: {app: web}}", "labels: {app: web, a: b}}"));
        FrontDoor.Result result = diff("--against-live", "-o", "brief");
        assertThat(result.output()).as(result.text()).contains("~ Deployment/web  fails", "1 will fail");
    }

    @Test
    void whatIsNotInstalledIsAllNew() throws Exception {
        FrontDoor.Result result = diff("web/dev", "--against-release", "-o", "brief");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("web/dev@1.34 against nothing, for it is not installed  + Deployment/web")
                .doesNotContain("CustomResourceDefinition");
    }

    @Test
    void theClusterIsTheOneThatIsMeant() throws Exception {
        FrontDoor.Result unknown = run("golden", "diff", "web/prod", "--against-live", "--kubeconfig", kubeconfig);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.errors()).contains("does not say where prod is", "name a context by --context");
        FrontDoor.Result context =
                run("golden", "diff", "web/prod", "--against-live", "--kubeconfig", kubeconfig, "--context", "other");
        assertThat(context.exitCode()).isEqualTo(3);
        assertThat(context.errors()).contains("web/prod@1.34: The kubeconfig has no context \"other\"");
        configure("{deploy: {context: lab, cluster: 00000000-0000-0000-0000-000000000000}}");
        FrontDoor.Result other = run("golden", "diff", "web/prod", "--against-live", "--kubeconfig", kubeconfig);
        assertThat(other.exitCode()).isEqualTo(3);
        assertThat(other.errors()).contains("This is the cluster ", "and prod is 00000000-");
        FrontDoor.Result both = run("golden", "diff", "--against-live", "--against", "main");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.errors())
                .contains("Only one of --against, --against-env, --against-release and --against-live");
    }

    private FrontDoor.Result diff(String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("golden", "diff"));
        args.addAll(List.of(more));
        if (!more[0].startsWith("web")) {
            args.add("web/prod");
        }
        args.addAll(List.of("--kubeconfig", kubeconfig, "--context", "lab"));
        return run(args.toArray(String[]::new));
    }

    private FrontDoor.Result run(String... args) throws Exception {
        return FrontDoor.process(folder, Map.of(), new byte[0], args);
    }

    private void helm(String verb) throws Command.Failure {
        Command.Result result = Command.of(List.of(
                        "helm",
                        verb,
                        "web",
                        folder.resolve("web").toString(),
                        "--namespace",
                        "default",
                        "--kubeconfig",
                        kubeconfig))
                .withEnvironment(Map.of("HOME", folder.toString()))
                .run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
