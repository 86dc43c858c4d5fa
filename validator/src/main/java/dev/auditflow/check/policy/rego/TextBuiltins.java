package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code strings.*} and their older relatives. */
final class TextBuiltins {
    private TextBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "sprintf" -> GoFormat::sprintf;
            case "indexof_n" -> TextBuiltins::indexesOf;
            case "strings.any_prefix_match" -> args -> any(args, String::startsWith);
            case "strings.any_suffix_match" -> args -> any(args, String::endsWith);
            case "strings.count" -> TextBuiltins::count;
            case "strings.split_n" -> TextBuiltins::splitN;
            case "glob.quote_meta" -> TextBuiltins::quoteGlob;
            case "trace" -> _ -> Value.of(true);
            default -> null;
        };
    }

    private static Value any(Args args, BiPredicate<String, String> matches) throws Undefined {
        List<String> affixes = args.strings(1);
        return Value.of(args.strings(0).stream()
                .anyMatch(text -> affixes.stream().anyMatch(affix -> matches.test(text, affix))));
    }

    private static Value indexesOf(Args args) throws Undefined {
        String text = args.string(0);
        String wanted = args.string(1);
        if (wanted.isEmpty()) {
            throw new Undefined("the text to look for is empty");
        }
        List<Value> found = new ArrayList<>();
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            found.add(Value.of(text.codePointCount(0, at)));
        }
        return Value.array(found);
    }

    private static Value count(Args args) throws Undefined {
        String text = args.string(0);
        String wanted = args.string(1);
        if (wanted.isEmpty()) {
            return Value.of(text.codePointCount(0, text.length()) + 1L);
        }
        long count = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return Value.of(count);
    }

    /** The first parts, or the last for a negative number. */
    private static Value splitN(Args args) throws Undefined {
        String text = args.string(0);
        String delimiter = args.string(1);
        long wanted = args.wide(2);
        List<String> parts = delimiter.isEmpty()
                ? text.codePoints().mapToObj(Character::toString).toList()
                : List.of(text.split(Pattern.quote(delimiter), -1));
        int count = (int) Math.min(Math.abs(Math.max(wanted, -Integer.MAX_VALUE)), parts.size());
        return Value.strings(wanted >= 0 ? parts.subList(0, count) : parts.subList(parts.size() - count, parts.size()));
    }

    private static Value quoteGlob(Args args) throws Undefined {
        StringBuilder out = new StringBuilder();
        for (char c : args.string(0).toCharArray()) {
            if ("*?\\[]{}".indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return Value.of(out.toString());
    }
}
