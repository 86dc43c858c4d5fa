package dev.auditflow.check.policy.rego;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** {@code regex.*} in RE2's syntax, which takes linear time. A pattern is compiled once. Safe for many threads. */
final class RegexBuiltins {
    private static final int MOST_PATTERNS = 1_000;

    private final ConcurrentMap<String, Pattern> patterns = new ConcurrentHashMap<>();

    @Nullable
    Builtin find(String name) {
        return switch (name) {
            case "regex.match", "re_match" ->
                args -> Value.of(pattern(args.string(0)).matcher(args.string(1)).find());
            case "regex.is_valid" -> this::isValid;
            case "regex.find_n" -> this::findAll;
            case "regex.find_all_string_submatch_n" -> this::findAllGroups;
            case "regex.split" -> this::split;
            case "regex.replace" -> this::replace;
            case "regex.template_match" -> this::template;
            default -> null;
        };
    }

    private Pattern pattern(String text) throws Undefined {
        Pattern known = patterns.get(text);
        if (known != null) {
            return known;
        }
        try {
            Pattern pattern = Pattern.compile(text);
            if (patterns.size() < MOST_PATTERNS) {
                patterns.put(text, pattern);
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new Undefined("the pattern is not valid: " + e.getMessage());
        }
    }

    private Value isValid(Args args) {
        if (!(args.value(0) instanceof Value.Str(String text))) {
            return Value.of(false);
        }
        try {
            pattern(text);
            return Value.of(true);
        } catch (Undefined e) {
            return Value.of(false);
        }
    }

    /** One match: start and end of each group, -1 where it did not take part. */
    private static List<int[]> matches(Pattern pattern, String text, long most) {
        List<int[]> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        int lastEnd = -1;
        while (from <= text.length() && (most < 0 || found.size() < most) && matcher.find(from)) {
            boolean emptyAfterMatch = matcher.end() == matcher.start() && matcher.start() == lastEnd;
            if (!emptyAfterMatch) {
                int[] groups = new int[(matcher.groupCount() + 1) * 2];
                for (int i = 0; i <= matcher.groupCount(); i++) {
                    groups[2 * i] = matcher.start(i);
                    groups[2 * i + 1] = matcher.end(i);
                }
                found.add(groups);
            }
            lastEnd = matcher.end();
            from = matcher.end() > matcher.start()
                    ? matcher.end()
                    : matcher.end() < text.length() ? text.offsetByCodePoints(matcher.end(), 1) : text.length() + 1;
        }
        return found;
    }

    private Value findAll(Args args) throws Undefined {
        String text = args.string(1);
        return Value.strings(matches(pattern(args.string(0)), text, args.wide(2)).stream()
                .map(groups -> text.substring(groups[0], groups[1]))
                .toList());
    }

    private Value findAllGroups(Args args) throws Undefined {
        String text = args.string(1);
        List<Value> found = new ArrayList<>();
        for (int[] groups : matches(pattern(args.string(0)), text, args.wide(2))) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < groups.length; i += 2) {
                parts.add(groups[i] < 0 ? "" : text.substring(groups[i], groups[i + 1]));
            }
            found.add(Value.strings(parts));
        }
        return Value.array(found);
    }

    private Value split(Args args) throws Undefined {
        String text = args.string(1);
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int[] match : matches(pattern(args.string(0)), text, -1)) {
            if (match[1] > 0 && !(match[0] == match[1] && match[0] == text.length())) {
                parts.add(text.substring(from, match[0]));
                from = match[1];
            }
        }
        parts.add(text.substring(from));
        return Value.strings(parts);
    }

    private Value replace(Args args) throws Undefined {
        String text = args.string(0);
        Pattern pattern = pattern(args.string(1));
        String template = args.string(2);
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int[] match : matches(pattern, text, -1)) {
            out.append(text, from, match[0]);
            expand(template, pattern, text, match, out);
            from = match[1];
        }
        return Value.of(out.append(text, from, text.length()).toString());
    }

    /** Go's templates: {@code $1}, {@code $name}, {@code ${name}} and {@code $$}; the longest name counts. */
    private static void expand(String template, Pattern pattern, String text, int[] match, StringBuilder out) {
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0 || dollar + 1 == template.length()) {
                break;
            }
            out.append(template, at, dollar);
            if (template.charAt(dollar + 1) == '$') {
                out.append('$');
                at = dollar + 2;
                continue;
            }
            boolean braces = template.charAt(dollar + 1) == '{';
            int start = dollar + (braces ? 2 : 1);
            int end = start;
            while (end < template.length() && isName(template.charAt(end))) {
                end++;
            }
            boolean closed = !braces || (end < template.length() && template.charAt(end) == '}');
            if (end == start || !closed) {
                out.append('$');
                at = dollar + 1;
                continue;
            }
            group(template.substring(start, end), pattern, text, match, out);
            at = braces ? end + 1 : end;
        }
        out.append(template, at, template.length());
    }

    private static void group(String name, Pattern pattern, String text, int[] match, StringBuilder out) {
        Integer named = pattern.namedGroups().get(name);
        int group = name.matches("[0-9]{1,6}") ? Integer.parseInt(name) : named == null ? -1 : named;
        if (group >= 0 && 2 * group < match.length && match[2 * group] >= 0) {
            out.append(text, match[2 * group], match[2 * group + 1]);
        }
    }

    private static boolean isName(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    /** Literal text with patterns between delimiters. */
    private Value template(Args args) throws Undefined {
        String template = args.string(0);
        String open = args.string(2);
        String close = args.string(3);
        if (open.length() != 1 || close.length() != 1) {
            throw new Undefined("a delimiter is one character");
        }
        StringBuilder regex = new StringBuilder("^");
        int level = 0;
        int from = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == open.charAt(0) && ++level == 1) {
                regex.append(Pattern.quote(template.substring(from, i)));
                from = i + 1;
            } else if (c == close.charAt(0) && --level == 0) {
                regex.append('(').append(template, from, i).append(')');
                from = i + 1;
            }
            if (level < 0) {
                break;
            }
        }
        if (level != 0) {
            throw new Undefined("the braces are not balanced");
        }
        regex.append(Pattern.quote(template.substring(from))).append('$');
        return Value.of(pattern(regex.toString()).matcher(args.string(1)).find());
    }
}
