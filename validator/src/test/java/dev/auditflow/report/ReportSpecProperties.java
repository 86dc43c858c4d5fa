package dev.auditflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Mutations;
import dev.auditflow.config.ConfigException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any {@code -o} is understood or refused by a sentence. */
class ReportSpecProperties {
    @Property
    void anyFlagIsReadOrRefused(@ForAll("flags") String flag) {
        try {
            ReportSpec spec = ReportSpec.parse(flag);
            assertThat(ReportSpec.FORMATS).contains(spec.format());
            assertThat(flag).startsWith(spec.format());
            assertThat(spec.isStandardOutput()).isEqualTo(!flag.contains("="));
        } catch (ConfigException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> flags() {
        return Mutations.of(List.of("text", "json=a/b.json", "sarif=x", "html=", "=x", "github"));
    }
}
