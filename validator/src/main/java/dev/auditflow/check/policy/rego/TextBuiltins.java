package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
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

    /** Splits at the first n delimiters, or for a negative n at the last ones; what is left stays whole. */
    private static Value splitN(Args args) throws Undefined {
        String text = args.string(0);
        String delimiter = args.string(1);
        long wanted = args.wide(2);
        if (delimiter.isEmpty()) {
            return splitPoints(text, wanted);
        }
        List<String> parts = new ArrayList<>();
        if (wanted >= 0) {
            int from = 0;
            for (int at = text.indexOf(delimiter);
                    at >= 0 && parts.size() < wanted;
                    at = text.indexOf(delimiter, from)) {
                parts.add(text.substring(from, at));
                from = at + delimiter.length();
            }
            parts.add(text.substring(from));
            return Value.strings(parts);
        }
        int to = text.length();
        for (int at = text.lastIndexOf(delimiter);
                at >= 0 && parts.size() < -wanted;
                at = text.lastIndexOf(delimiter, to - delimiter.length())) {
            if (at + delimiter.length() > to) {
                break;
            }
            parts.add(text.substring(at + delimiter.length(), to));
            to = at;
        }
        parts.add(text.substring(0, to));
        Collections.reverse(parts);
        return Value.strings(parts);
    }

    private static Value splitPoints(String text, long wanted) {
        List<String> points = new ArrayList<>();
        text.codePoints().forEach(point -> points.add(Character.toString(point)));
        int pieces = (int) Math.min(Math.abs(wanted) + 1, points.size());
        if (pieces == points.size()) {
            return Value.strings(points);
        }
        List<String> parts = new ArrayList<>();
        if (wanted >= 0) {
            parts.addAll(points.subList(0, pieces - 1));
            parts.add(String.join("", points.subList(pieces - 1, points.size())));
        } else {
            int first = points.size() - pieces + 1;
            parts.add(String.join("", points.subList(0, first)));
            parts.addAll(points.subList(first, points.size()));
        }
        return Value.strings(parts);
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
