package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** {@code sprintf} with the verbs of Go's fmt package, for the arguments that OPA passes: integers, floats, strings. */
final class GoFormat {
    private static final int MOST = 1_000_000;

    private final String format;
    private final List<Object> args;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;
    private boolean reordered;

    private GoFormat(String format, List<Object> args) {
        this.format = format;
        this.args = args;
    }

    /** Flags, width and precision of one verb; -1 where none was given. */
    record Spec(boolean minus, boolean plus, boolean sharp, boolean space, boolean zero, int width, int precision) {
        Spec sized(int newWidth, int newPrecision) {
            boolean left = minus || newWidth < -1;
            return new Spec(
                    left, plus, sharp, space, zero && !left, newWidth < -1 ? -newWidth : newWidth, newPrecision);
        }
    }

    static Value sprintf(Args arguments) throws Undefined {
        List<Object> args = new ArrayList<>();
        for (Value value : arguments.array(1)) {
            args.add(argument(value));
        }
        return Value.of(new GoFormat(arguments.string(0), args).run());
    }

    private static Object argument(Value value) {
        return switch (value) {
            case Value.Num number
            when number.value().scale() == 0 -> number.value().toBigInteger();
            case Value.Num number
            when Double.isInfinite(number.value().doubleValue()) ->
                number.value().toString().replace("E+", "e");
            case Value.Num number -> number.value();
            case Value.Str(String text) -> text;
            default -> ValueWriter.rego(value);
        };
    }

    private String run() {
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                break;
            }
            out.append(format, at, percent);
            at = percent + 1;
            verb();
        }
        if (!reordered && next < args.size()) {
            extra();
        }
        return out.toString();
    }

    private void extra() {
        List<String> rest = args.subList(next, args.size()).stream()
                .map(arg -> GoVerb.type(arg) + "=" + GoVerb.plain(arg))
                .toList();
        out.append("%!(EXTRA ").append(String.join(", ", rest)).append(')');
    }

    private void verb() {
        Spec spec = flags();
        boolean badIndex = !index();
        int width = size();
        int precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            badIndex |= !index();
            precision = Math.max(size(), 0);
        }
        badIndex |= !index();
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (badIndex) {
            out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (next >= args.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            out.append(GoVerb.print(verb, spec.sized(width, precision), args.get(next++)));
        }
    }

    private Spec flags() {
        boolean minus = false;
        boolean plus = false;
        boolean sharp = false;
        boolean space = false;
        boolean zero = false;
        while (at < format.length()) {
            switch (format.charAt(at)) {
                case '-' -> minus = true;
                case '+' -> plus = true;
                case '#' -> sharp = true;
                case ' ' -> space = true;
                case '0' -> zero = true;
                default -> {
                    return new Spec(minus, plus, sharp, space, zero && !minus, -1, -1);
                }
            }
            at++;
        }
        return new Spec(minus, plus, sharp, space, zero && !minus, -1, -1);
    }

    /** Reads {@code [n]}; false if it names no argument. */
    private boolean index() {
        if (at >= format.length() || format.charAt(at) != '[') {
            return true;
        }
        reordered = true;
        int end = format.indexOf(']', at);
        String digits = end < 0 ? "" : format.substring(at + 1, end);
        at = end < 0 ? at + 1 : end + 1;
        if (!digits.matches("[0-9]{1,6}")) {
            return false;
        }
        int wanted = Integer.parseInt(digits) - 1;
        if (wanted < 0 || wanted >= args.size()) {
            return false;
        }
        next = wanted;
        return true;
    }

    /** A width or precision: digits, or {@code *} for the next argument. */
    private int size() {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            Object arg = next < args.size() ? args.get(next++) : "";
            boolean usable = arg instanceof BigInteger n && n.abs().compareTo(BigInteger.valueOf(MOST)) <= 0;
            if (!usable) {
                out.append("%!(BADWIDTH)");
                return -1;
            }
            return ((BigInteger) arg).intValue();
        }
        int start = at;
        while (at < format.length() && Character.isDigit(format.charAt(at)) && at - start < 7) {
            at++;
        }
        return at == start ? -1 : Math.min(Integer.parseInt(format.substring(start, at)), MOST);
    }
}
