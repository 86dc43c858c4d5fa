package dev.auditflow.render.template.functions;

import dev.auditflow.host.Digest;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoText;
import dev.auditflow.render.template.Traced;
import dev.auditflow.render.template.TracedText;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.YamlReader;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** YAML, JSON, base64 and hashes. */
final class EncodingFunctions {
    private static final String TEXT = "func(interface {}) string";
    private static final String DECODED = "func(string) map[string]interface {}";

    private EncodingFunctions() {}

    static List<Fn> functions() {
        return List.of(
                Fn.aware("toYaml", TEXT, (c, a) -> {
                    TracedText yaml = TracedText.of(c);
                    GoYaml.write(a.get(0), yaml);
                    c.produce(yaml.length());
                    yaml.chomp();
                    return yaml.value();
                }),
                Fn.aware("toJson", TEXT, (c, a) -> GoJson.write(c, a.get(0))),
                Fn.aware("mustToJson", "func(interface {}) (string, error)", (c, a) -> GoJson.write(c, a.get(0))),
                Fn.aware("toRawJson", TEXT, (c, a) -> GoJson.raw(c, a.get(0))),
                Fn.aware("toPrettyJson", TEXT, (c, a) -> GoJson.pretty(c, a.get(0))),
                Fn.aware("fromYaml", DECODED, (c, a) -> map(a.get(0))),
                Fn.aware("fromJson", DECODED, (c, a) -> map(a.get(0))),
                Fn.aware("fromYamlArray", "func(string) []interface {}", (c, a) -> list(a.get(0))),
                Fn.aware("fromJsonArray", "func(string) []interface {}", (c, a) -> list(a.get(0))),
                new Fn("b64enc", "func(string) string", (c, a) -> {
                    return Base64.getEncoder().encodeToString(GoText.encode(StringFunctions.text(a, 0)));
                }),
                new Fn("b64dec", "func(string) string", (c, a) -> decoded(StringFunctions.text(a, 0))),
                new Fn("sha256sum", "func(string) string", (c, a) -> {
                    return Digest.of(GoText.encode(StringFunctions.text(a, 0))).substring("sha256:".length());
                }));
    }

    /** A fault is the text of Go's error, as Sprig has it. */
    private static String decoded(String text) {
        String body = text.replace("\n", "").replace("\r", "");
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            boolean letter = c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/');
            if (!letter && !(c == '=' && i >= body.length() - 2 && body.length() % 4 == 0)) {
                return "illegal base64 data at input byte " + i;
            }
        }
        if (body.length() % 4 != 0) {
            return "illegal base64 data at input byte " + body.length() / 4 * 4;
        }
        return GoText.decode(Base64.getDecoder().decode(body));
    }

    private static @Nullable Object read(@Nullable Object traced) {
        String text = String.valueOf(Traced.plain(traced));
        YamlReader.Parsed parsed = YamlReader.read(text);
        for (YamlReader.Fault fault : parsed.faults()) {
            if (fault.kind() == FaultKind.UNREADABLE) {
                return fault;
            }
        }
        return parsed.documents().isEmpty()
                ? null
                : Traced.plain(new ParsedValues(text, Traced.trace(traced))
                        .value(parsed.documents().getFirst()));
    }

    private static GoMap map(@Nullable Object text) {
        Object value = read(text);
        if (value instanceof GoMap map) {
            return map;
        }
        GoMap wrong = new GoMap();
        if (value instanceof YamlReader.Fault fault) {
            wrong.put(
                    "Error",
                    "error converting YAML to JSON: yaml: line %d: %s"
                            .formatted(fault.mark().line(), fault.message()));
        } else if (value != null) {
            wrong.put(
                    "Error",
                    "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}");
        }
        return wrong;
    }

    private static GoList list(@Nullable Object text) {
        return read(text) instanceof GoList list ? list : GoList.of(List.of());
    }
}
