package dev.auditflow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.auditflow.check.Run;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

/** Reports against the schemas of their formats: ours, OASIS's for SARIF 2.1.0, Jenkins' for JUnit XML. */
@Domain(RunDomain.class)
class ReportSchemasTest {
    private static final Path SCHEMAS = Path.of("src/test/resources/report/schemas");
    private static final Schema JSON =
            schema(SpecificationVersion.DRAFT_2020_12, Path.of("../docs/schemas/report.schema.json"));
    private static final Schema SARIF =
            schema(SpecificationVersion.DRAFT_4, SCHEMAS.resolve("sarif-schema-2.1.0.json"));

    static List<Run> samples() {
        return List.copyOf(SampleRuns.all().values());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesFollowTheSchemas(Run run) throws Exception {
        validate(run);
    }

    @Property(tries = 100)
    void anyRunFollowsTheSchemas(@ForAll Run run) throws Exception {
        validate(run);
    }

    private static void validate(Run run) throws IOException, SAXException {
        assertThat(errors(JSON, new JsonReport().write(run))).isEmpty();
        assertThat(errors(SARIF, new SarifReport(RepositoryFiles.unchanged()).write(run)))
                .isEmpty();
        junit(new JunitReport().write(run));
    }

    @Test
    void theSchemasCanFail() {
        String json = new JsonReport().write(SampleRuns.named("fail"));
        assertThat(errors(JSON, json.replace("\"severity\" : \"warn\"", "\"severity\" : \"bad\"")))
                .isNotEmpty();
        assertThat(errors(JSON, json.replace("\"remedy\"", "\"remedies\""))).isNotEmpty();
        String sarif = new SarifReport(RepositoryFiles.unchanged()).write(SampleRuns.named("fail"));
        assertThat(errors(SARIF, sarif.replace("\"ruleId\"", "\"rule\""))).isNotEmpty();
        assertThatThrownBy(() -> junit(new JunitReport()
                        .write(SampleRuns.named("fail"))
                        .replace("<failure", "<broken")
                        .replace("</failure", "</broken")))
                .isInstanceOf(SAXException.class);
    }

    private static List<Error> errors(Schema schema, String text) {
        return schema.validate(
                text,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static void junit(String xml) throws IOException, SAXException {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(SCHEMAS.resolve("junit-10.xsd").toFile())
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
    }

    private static Schema schema(SpecificationVersion version, Path file) {
        try {
            return SchemaRegistry.withDefaultDialect(version).getSchema(Files.readString(file), InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
