package dev.auditflow.check.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pods of Windows and of Linux leave to each other, as Kubernetes' own code says of each of these. */
final class WindowsPodsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            os: {name: linux}                                                         | {}                            | ok
            os: {name: linux}                                                         | {windowsOptions: {}}          | windowsOptions may not be set
            os: {name: windows}                                                       | {windowsOptions: {}}          | ok
            os: {name: windows}                                                       | {runAsUser: 1}                | runAsUser may not be set
            os: {name: windows}, hostPID: false                                       | {runAsNonRoot: true}          | ok
            os: {name: windows}, hostPID: true                                        | {}                            | hostPID may not be set
            os: {name: windows}, shareProcessNamespace: false                         | {}                            | shareProcessNamespace may not be set
            os: {name: windows}, securityContext: {sysctls: []}                       | {}                            | ok
            hostNetwork: true, securityContext: {windowsOptions: {hostProcess: true}} | {}                            | ok
            hostNetwork: null, securityContext: {windowsOptions: {hostProcess: true}} | {}                            | hostNetwork must be true
            hostNetwork: true, securityContext: {windowsOptions: {hostProcess: true}} | {windowsOptions: {hostProcess: false}} | that of its pod
            hostNetwork: true, initContainers: [{name: i, image: b}]                  | {windowsOptions: {hostProcess: true}}  | either all containers
            """)
    void seesWhatTheServerRefuses(String spec, String context, String expected) {
        String pod =
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {%s, containers: [{name: c, image: b, securityContext: %s}]}}"
                        .formatted(spec, context);
        if (expected.equals("ok")) {
            assertThat(Manifests.refusals(pod)).isEmpty();
        } else {
            assertThat(Manifests.refusals(pod)).anyMatch(refusal -> refusal.contains(expected));
        }
    }
}
