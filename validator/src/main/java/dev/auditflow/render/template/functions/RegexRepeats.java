package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.TemplateException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses repeats inside repeats that multiply to more than a thousand, as Go does; the library does not. */
final class RegexRepeats {
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,4})(,(\\d{0,4}))?\\}");
    private static final int MOST = 1000;

    private RegexRepeats() {}

    /** @throws TemplateException in Go's words */
    static void check(String expression) {
        if (expression.indexOf('{') < 0 || expression.indexOf('(') < 0) {
            return;
        }
        // The largest product of repeats inside each open group, and of the element before the current place.
        Deque<Integer> open = new ArrayDeque<>();
        int inside = 1;
        int last = 1;
        Matcher matcher = COUNT.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (c == '{' && matcher.region(at, expression.length()).lookingAt()) {
                last *= Math.max(1, count(matcher));
                if (last > MOST) {
                    throw new TemplateException(
                            "error parsing regexp: invalid repeat count: `" + matcher.group() + "`");
                }
                inside = Math.max(inside, last);
                at = matcher.end();
                continue;
            }
            if (c == '(') {
                open.push(inside);
                inside = 1;
            } else if (c == ')' && !open.isEmpty()) {
                last = inside;
                inside = Math.max(open.pop(), last);
            } else if ("*+?".indexOf(c) < 0) {
                last = 1;
            }
            at = c == '\\' ? at + 2 : c == '[' ? afterClass(expression, at) : at + 1;
        }
    }

    private static int count(Matcher matcher) {
        String most = matcher.group(3);
        return Integer.parseInt(most == null || most.isEmpty() ? matcher.group(1) : most);
    }

    private static int afterClass(String expression, int start) {
        int at = start + 1;
        at = expression.startsWith("^", at) ? at + 1 : at;
        at = expression.startsWith("]", at) ? at + 1 : at;
        while (at < expression.length() && expression.charAt(at) != ']') {
            if (expression.startsWith("[:", at)) {
                int close = expression.indexOf(":]", at);
                at = close < 0 ? at + 1 : close + 2;
            } else {
                at += expression.charAt(at) == '\\' ? 2 : 1;
            }
        }
        return at + 1;
    }
}
