package dev.auditflow.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab does what the tests that use it rely on. */
class LabTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void podsMeetTheirFate() throws Exception {
        try (Lab lab = Lab.cluster(folder)) {
            for (String fate : new String[] {"run", "crash", "pull", "fail"}) {
                lab.send("POST", "/api/v1/namespaces/default/pods", "application/json", """
                        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%1$s","annotations":{"lab/fate":"%1$s"}},
                        "spec":{"containers":[{"name":"server","image":"b"}]}}""".formatted(fate));
            }
            assertThat(status(lab, "run", "Running")).contains("\"ready\":true");
            assertThat(status(lab, "crash", "CrashLoopBackOff")).contains("\"exitCode\":1");
            assertThat(status(lab, "pull", "ImagePullBackOff")).contains("\"phase\":\"Pending\"");
            lab.logs().write("server", List.of("one", "two", "three"));
            assertThat(log(lab, "&tailLines=2").body()).isEqualTo("two\nthree\n");
            assertThat(log(lab, "&previous=true").status()).isEqualTo(400);
            assertThat(status(lab, "fail", "\"phase\":\"Failed\"")).contains("\"exitCode\":1");
        }
    }

    private static Lab.Response log(Lab lab, String more) throws Exception {
        String path = "/api/v1/namespaces/default/pods/crash/log?container=server" + more;
        return lab.send("GET", path, "application/json", "");
    }

    private static String status(Lab lab, String pod, String wanted) throws Exception {
        String body = "";
        for (int i = 0; i < 300 && !body.contains(wanted); i++) {
            body = lab.send("GET", "/api/v1/namespaces/default/pods/" + pod, "application/json", "")
                    .body();
            Thread.sleep(100);
        }
        return body;
    }
}
