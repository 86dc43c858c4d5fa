package dev.auditflow.go;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.yaml.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Go itself answered, case by case; the program in {@code src/test/go/gocases} asked it. */
class GoAnswersTest {
    private static final Path CASES = Path.of("src/test/resources/go");

    /** One answer, ours or Go's, as a line that can be compared. */
    private interface Answers {
        String of(JsonNode asked);
    }

    /** An answer of ours, or why there is none. */
    private static String answer(Supplier<String> ours) {
        try {
            return ours.get();
        } catch (DateTimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void agree(String file, Answers go, Answers ours) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(CASES.resolve(file));
        for (String line : lines) {
            JsonNode asked = JsonTree.readStrictly(line);
            String wanted = go.of(asked);
            String got = ours.of(asked);
            if (!got.equals(wanted)) {
                wrong.add("%s%n  go:   %s%n  ours: %s".formatted(line, wanted, got));
            }
        }
        assertThat(lines).hasSizeGreaterThan(200);
        assertThat(wrong).as("of %d", lines.size()).isEmpty();
    }

    @Test
    void timesAreReadAndWrittenAsGoDoes() throws IOException {
        agree(
                "times.jsonl",
                asked -> asked.has("error")
                        ? asked.get("error").textValue()
                        : "%s.%s %s %s %s"
                                .formatted(
                                        asked.get("seconds"),
                                        asked.get("nanos"),
                                        asked.get("zone").textValue(),
                                        asked.get("offset"),
                                        asked.get("again").textValue()),
                asked -> answer(() ->
                        time(asked.get("layout").textValue(), asked.get("value").textValue())));
    }

    private static String time(String layout, String value) {
        GoTimeParser.Zoned read = GoTimeParser.parse(layout, value);
        return "%s.%s %s %s %s"
                .formatted(
                        read.time().toEpochSecond(),
                        read.time().getNano(),
                        GoTimeFormat.zoneName(read.time(), read.fixedName()),
                        read.time().getOffset().getTotalSeconds(),
                        GoTimeFormat.format(read.time(), read.fixedName(), layout));
    }

    @Test
    void durationsAreReadAsGoDoes() throws IOException {
        agree(
                "durations.jsonl",
                asked -> asked.has("error")
                        ? asked.get("error").textValue()
                        : asked.get("nanos").asText(),
                asked -> answer(
                        () -> Long.toString(GoDurations.must(asked.get("text").textValue()))));
    }

    @Test
    void textsAreQuotedAndUnquotedAsGoDoes() throws IOException {
        agree(
                "quotes.jsonl",
                asked -> asked.has("literal")
                        ? unquoted(asked)
                        : asked.get("quoted").textValue() + asked.get("ascii").textValue() + asked.get("backquote"),
                asked -> asked.has("literal")
                        ? shown(GoQuote.unquote(asked.get("literal").textValue()))
                        : quoted(asked.get("text").textValue()));
    }

    private static String unquoted(JsonNode asked) {
        return asked.has("bytes")
                ? asked.get("bytes").textValue()
                : shown(asked.has("unquoted") ? asked.get("unquoted").textValue() : null);
    }

    private static String shown(@Nullable String text) {
        return text == null ? "invalid" : java.util.HexFormat.of().formatHex(GoText.encode(text));
    }

    private static String quoted(String text) {
        StringBuilder ascii = new StringBuilder();
        GoQuote.quote(ascii, text, '"', true);
        return GoQuote.quote(text) + ascii + GoQuote.canBackquote(text);
    }
}
