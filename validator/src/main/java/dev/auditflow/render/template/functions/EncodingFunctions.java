package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.render.template.Fn;
import java.util.List;

/** Base64 and base32. */
final class EncodingFunctions {
    private static final String ONE = "func(string) string";

    private EncodingFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("b64enc", ONE, (c, a) -> BaseCodecs.encode64(text(a, 0))),
                new Fn("b64dec", ONE, (c, a) -> BaseCodecs.decode64(text(a, 0))),
                new Fn("b32enc", ONE, (c, a) -> BaseCodecs.encode32(text(a, 0))),
                new Fn("b32dec", ONE, (c, a) -> BaseCodecs.decode32(text(a, 0))));
    }
}
