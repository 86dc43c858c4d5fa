package dev.auditflow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON Schema of {@code auditflow.yaml} beside the reader. */
class ConfigSchemaTest {
    private static final Path SCHEMA = Path.of("../docs/schemas/auditflow.schema.json");
    private static final String RELEASE = "version: 1\nenvironments: {a: {}}\nreleases: [{name: r, chart: c";

    static List<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/cli"))) {
            return Stream.concat(
                            Stream.of(Path.of("../auditflow.yaml")),
                            files.filter(file -> file.endsWith("auditflow.yaml"))
                                    .sorted())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void whatTheReaderTakesTheSchemaTakes(Path file) throws Exception {
        String text = Files.readString(file);
        assertThat(catchThrowable(() -> ConfigReader.read(file, text))).isNull();
        assertThat(schema().validate(text, InputFormat.YAML)).isEmpty();
    }

    static Stream<String[]> levels() {
        return Stream.of(
                new String[] {"", "version: 1\nzzz: 1"},
                new String[] {"/properties/environments/additionalProperties", "version: 1\nenvironments: {a: {zzz: 1}}"
                },
                new String[] {"/$defs/release", RELEASE + ", zzz: 1}]"},
                new String[] {"/$defs/releaseEnvironment", RELEASE + ", environments: {a: {zzz: 1}}}]"},
                new String[] {"/$defs/scenario", RELEASE + ", environments: {a: {scenarios: {s: {zzz: 1}}}}}]"},
                new String[] {"/properties/policies", "version: 1\npolicies: {zzz: 1}"},
                new String[] {"/properties/schemas", "version: 1\nschemas: {zzz: 1}"},
                new String[] {"/properties/golden", "version: 1\ngolden: {zzz: 1}"},
                new String[] {"/properties/helm", "version: 1\nhelm: {zzz: 1}"},
                new String[] {"/properties/attestation", "version: 1\nattestation: {zzz: 1}"},
                new String[] {"/$defs/approver", "version: 1\nattestation: {approvers: [{zzz: 1}]}"},
                new String[] {"/$defs/deploy", "version: 1\nenvironments: {a: {deploy: {zzz: 1}}}"},
                new String[] {
                    "/$defs/bake", "version: 1\nenvironments: {a: {deploy: {cluster: b, bake: {for: 1m, zzz: 1}}}}"
                },
                new String[] {
                    "/$defs/notification", "version: 1\nenvironments: {a: {deploy: {cluster: b, notify: [{zzz: 1}]}}}"
                },
                new String[] {"/$defs/ledger", "version: 1\nenvironments: {a: {deploy: {cluster: b, ledger: {zzz: 1}}}}"
                },
                new String[] {"/$defs/git", "version: 1\nenvironments: {a: {git: {zzz: 1}}}"},
                new String[] {"/$defs/trustedKey", "version: 1\nattestation: {keys: [{zzz: 1}]}"},
                new String[] {"/properties/versions/additionalProperties", "version: 1\nversions: {a: {zzz: 1}}"},
                new String[] {"/properties/drift", "version: 1\ndrift: {zzz: 1}"},
                new String[] {"/$defs/ignoredDrift", "version: 1\ndrift: {ignore: [{zzz: 1}]}"},
                new String[] {"/$defs/waiver", "version: 1\nwaivers: [{zzz: 1}]"});
    }

    /** The reader names the keys that it knows when it meets one that it does not. */
    @ParameterizedTest
    @MethodSource("levels")
    void bothKnowTheSameKeys(String pointer, String text) throws Exception {
        String message = String.valueOf(catchThrowable(() -> ConfigReader.read(Path.of("auditflow.yaml"), text))
                .getMessage());
        JsonNode properties = new ObjectMapper()
                .readTree(Files.readString(SCHEMA))
                .at(pointer)
                .path("properties");
        TreeSet<String> keys = new TreeSet<>();
        properties.fieldNames().forEachRemaining(keys::add);
        assertThat(message).endsWith("has no key \"zzz\"; it knows " + String.join(", ", keys));
        assertThat(schema().validate(text, InputFormat.YAML)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "version: 2",
                "{version: 1, failOn: never}",
                "{version: 1, kubernetes: latest}",
                "{version: 1, environments: {no/way: {}}}",
                "{version: 1, releases: [{chart: c}]}",
                "{version: 1, releases: [{name: r}]}",
                "{version: 1, releases: [{name: r, chart: c, manifests: m}]}",
                "{version: 1, schemas: {image: kubeconform:latest}}",
                "{version: 1, schemas: {allowMissing: [Widget]}}",
                "{version: 1, environments: {a: {deploy: {context: b}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, timeout: long}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, approval: perhaps}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, bake: {every: 1m}}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, bake: {for: 1m, polls: 0}}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, bake: {for: 1m, alertmanager: 'alerts:9093'}}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, bake: {for: 1m, unreachable: wait}}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, notify: [{token: t}]}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, notify: [{webhook: 'ftp://x'}]}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, notify: [{github: comment}]}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, notify: [{github: deployment, repository:"
                        + " a}]}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, ledger: {user: c}}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, ledger: {folder: c, git: d}}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, ledger: {git: d, branch: a b}}}}}",
                "{version: 1, environments: {a: {deploy: {cluster: b, ledger: {jdbc: 'jdbc:mysql://x'}}}}}",
                "{version: 1, environments: {a: {git: {branch: b}}}}",
                "{version: 1, environments: {a: {git: {reconciler: kargo}}}}",
                "{version: 1, environments: {a: {git: {reconciler: flux, branch: -b}}}}",
                "{version: 1, environments: {a: {git: {reconciler: flux, path: /apps}}}}",
                "{version: 1, environments: {a: {git: {reconciler: flux, committer: me}}}}",
                "{version: 1, environments: {a: {git: {reconciler: flux, remote: --upload-pack=x}}}}",
                "{version: 1, attestation: {approvers: [{name: a}]}}",
                "{version: 1, attestation: {maxAge: 30}}",
                "{version: 1, attestation: {maxAge: 0d}}",
                "{version: 1, attestation: {verifier: me}}",
                "{version: 1, attestation: {resource: 'https://example.com/#here'}}",
                "{version: 1, attestation: {keys: [{verifier: 'https://example.com'}]}}",
                "{version: 1, policies: {rules: {AF306: maybe}}}",
                "{version: 1, waivers: [{rule: AF306, resource: Pod/a, owner: b, expires: '2999-01-01'}]}",
                "{version: 1, waivers: [{rule: AF306, resource: Pod/a, reason: c, owner: b, expires: soon}]}",
            })
    void bothRefuse(String text) throws Exception {
        assertThat(catchThrowable(() -> ConfigReader.read(Path.of("auditflow.yaml"), text)))
                .isInstanceOf(ConfigException.class);
        assertThat(schema().validate(text, InputFormat.YAML)).isNotEmpty();
    }

    private static com.networknt.schema.Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA));
    }
}
