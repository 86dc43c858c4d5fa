package dev.auditflow.render.template.functions;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.TemplateException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RE2 expressions; matching takes time linear in the text. */
final class RegexFunctions {
    private RegexFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn(
                        "regexMatch",
                        "func(string, string) bool",
                        (c, a) -> matcher(a).find()),
                new Fn("regexFind", "func(string, string) string", (c, a) -> {
                    Matcher matcher = matcher(a);
                    return matcher.find() ? matcher.group() : "";
                }),
                new Fn("regexReplaceAllLiteral", "func(string, string, string) string", (c, a) -> {
                    return matcher(a).replaceAll(Matcher.quoteReplacement(StringFunctions.text(a, 2)));
                }));
    }

    private static Matcher matcher(List<@Nullable Object> args) {
        String expression = StringFunctions.text(args, 0);
        try {
            return Pattern.compile(expression).matcher(StringFunctions.text(args, 1));
        } catch (PatternSyntaxException e) {
            throw new TemplateException("error parsing regexp: " + e.getMessage());
        }
    }
}
