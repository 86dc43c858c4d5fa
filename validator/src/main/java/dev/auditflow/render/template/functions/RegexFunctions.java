package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sprig's regular expressions. */
final class RegexFunctions {
    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    /** Go makes room for so many matches at first. */
    private static final int MATCH_ROOM = 10;

    private RegexFunctions() {}

    static List<Fn> functions() {
        List<Fn> all = new ArrayList<>();
        both(all, "regexFind", "string, string", "string", (regex, a) -> regex.find(text(a, 1)));
        both(all, "regexFindAll", "string, string, int", "[]string", (regex, a) -> {
            List<String> found = regex.findAll(text(a, 1), Casts.toLong(a.get(2)));
            return found.isEmpty()
                    ? GoList.nil("string")
                    : StringFunctions.strings(found).grown(MATCH_ROOM);
        });
        both(all, "regexSplit", "string, string, int", "[]string", (regex, a) -> {
            List<String> parts = regex.split(text(a, 1), Casts.toLong(a.get(2)));
            return Casts.toLong(a.get(2)) == 0
                    ? GoList.nil("string")
                    : StringFunctions.strings(parts).grown(Math.max(0, parts.size() - 1));
        });
        both(all, "regexReplaceAll", "string, string, string", "string", (regex, a) -> {
            return regex.replace(text(a, 1), text(a, 2), false);
        });
        both(all, "regexReplaceAllLiteral", "string, string, string", "string", (regex, a) -> {
            return regex.replace(text(a, 1), text(a, 2), true);
        });
        all.add(new Fn("regexMatch", "func(string, string) bool", RegexFunctions::matchesQuietly));
        all.add(new Fn("mustRegexMatch", "func(string, string) (bool, error)", (c, a) -> {
            return GoRegex.compile(c, text(a, 0)).matches(text(a, 1));
        }));
        all.add(new Fn("regexQuoteMeta", "func(string) string", (c, a) -> quoted(text(a, 0))));
        return all;
    }

    /** What a function does with its compiled expression. */
    private interface Body {
        @Nullable
        Object call(GoRegex regex, List<@Nullable Object> args);
    }

    /** A function under its name and under its name after "must", which differ in the words of an error. */
    private static void both(List<Fn> into, String name, String parameters, String result, Body body) {
        String must = "must" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        into.add(new Fn(name, "func(" + parameters + ") " + result, (c, a) -> {
            return body.call(GoRegex.must(c, text(a, 0)), a);
        }));
        into.add(new Fn(must, "func(" + parameters + ") (" + result + ", error)", (c, a) -> {
            return body.call(GoRegex.compile(c, text(a, 0)), a);
        }));
    }

    /** An expression that cannot be compiled matches nothing. */
    private static boolean matchesQuietly(FnContext context, List<@Nullable Object> args) {
        GoRegex regex;
        try {
            regex = GoRegex.compile(context, text(args, 0));
        } catch (TemplateException e) {
            if (e.text().startsWith("error parsing regexp: ")) {
                return false;
            }
            throw e;
        }
        return regex.matches(text(args, 1));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return out.toString();
    }
}
