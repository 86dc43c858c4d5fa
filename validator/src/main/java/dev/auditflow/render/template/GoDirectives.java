package dev.auditflow.render.template;

import dev.auditflow.go.GoText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run over a format string. */
final class GoDirectives {
    /** Hears what was appended. */
    interface Listener {
        /** The text of the format between two offsets was appended. */
        default void literal(int from, int to) {}

        /** An argument was appended from an offset of the output on. */
        default void argument(int index, int start, int letter) {}
    }

    private static final int TOO_LARGE = 1_000_000;

    private final String format;
    private final List<? extends @Nullable Object> args;
    private final StringBuilder out;
    private final Listener listener;
    private final GoPrinter printer;
    private final GoVerb verb;
    private int at;
    private int next;
    private boolean reordered;
    private boolean goodIndex = true;
    private boolean afterIndex;

    GoDirectives(String format, List<? extends @Nullable Object> args, StringBuilder out, Listener listener) {
        this.format = format;
        this.args = args;
        this.out = out;
        this.listener = listener;
        this.printer = new GoPrinter(out);
        this.verb = printer.verb;
    }

    void run() {
        while (at < format.length()) {
            goodIndex = true;
            int percent = format.indexOf('%', at);
            int end = percent < 0 ? format.length() : percent;
            if (end > at) {
                out.append(format, at, end);
                listener.literal(at, end);
            }
            at = end + 1;
            if (percent >= 0) {
                verb.clear();
                flags();
                if (!simple() && !directive()) {
                    break;
                }
            }
        }
        if (!reordered && next < args.size()) {
            extra();
        }
    }

    private void flags() {
        for (; at < format.length(); at++) {
            switch (format.charAt(at)) {
                case '#' -> verb.sharp = true;
                case '0' -> verb.zero = true;
                case '+' -> verb.plus = true;
                case '-' -> verb.minus = true;
                case ' ' -> verb.space = true;
                default -> {
                    return;
                }
            }
        }
    }

    /** A verb right after the flags. */
    private boolean simple() {
        if (at >= format.length() || next >= args.size()) {
            return false;
        }
        char letter = format.charAt(at);
        if (letter < 'a' || letter > 'z') {
            return false;
        }
        at++;
        print(letter);
        return true;
    }

    private void print(int letter) {
        if (letter == 'v' || letter == 'w') {
            verb.sharpV = verb.sharp;
            verb.sharp = false;
            verb.plusV = verb.plus;
            verb.plus = false;
        }
        int start = out.length();
        printer.argument(Traced.plain(args.get(next)), letter);
        listener.argument(next, start, letter);
        next++;
    }

    /** A verb with an index, a width or a precision; false when the format ends before the verb. */
    private boolean directive() {
        index();
        width();
        precision();
        if (!afterIndex) {
            index();
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return false;
        }
        int letter = GoText.isRaw(format, at) ? 0xFFFD : format.codePointAt(at);
        at += Character.charCount(letter);
        if (letter == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").appendCodePoint(letter).append("(BADINDEX)");
        } else if (next >= args.size()) {
            out.append("%!").appendCodePoint(letter).append("(MISSING)");
        } else {
            print(letter);
        }
        return true;
    }

    private void width() {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            verb.hasWidth = false;
            Integer width = fromArgument();
            if (width == null) {
                out.append("%!(BADWIDTH)");
                width = 0;
            } else {
                verb.hasWidth = true;
            }
            if (width < 0) {
                verb.minus = true;
                verb.zero = false;
            }
            verb.width = Math.abs(width);
            afterIndex = false;
        } else {
            Integer width = number();
            verb.hasWidth = width != null;
            verb.width = width == null ? 0 : width;
            if (afterIndex && width != null) {
                goodIndex = false;
            }
        }
    }

    private void precision() {
        if (at + 1 >= format.length() || format.charAt(at) != '.') {
            return;
        }
        at++;
        if (afterIndex) {
            goodIndex = false;
        }
        index();
        verb.hasPrecision = true;
        verb.precision = 0;
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            Integer precision = fromArgument();
            if (precision == null || precision < 0) {
                verb.hasPrecision = false;
                out.append("%!(BADPREC)");
            } else {
                verb.precision = precision;
            }
            afterIndex = false;
        } else {
            Integer precision = number();
            verb.precision = precision == null ? 0 : precision;
        }
    }

    private @Nullable Integer number() {
        int value = 0;
        int start = at;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            if (value > TOO_LARGE) {
                at = format.length();
                return null;
            }
            value = value * 10 + format.charAt(at++) - '0';
        }
        return at > start ? value : null;
    }

    private @Nullable Integer fromArgument() {
        if (next >= args.size()) {
            return null;
        }
        Object arg = Traced.plain(args.get(next++));
        if (arg == null || !GoTypes.isInteger(arg)) {
            return null;
        }
        long value = GoTypes.integer(arg);
        return value > TOO_LARGE || value < -TOO_LARGE ? null : (Integer) (int) value;
    }

    /** An explicit index such as {@code [2]}. */
    private void index() {
        afterIndex = false;
        if (at >= format.length() || format.charAt(at) != '[') {
            return;
        }
        reordered = true;
        int open = at;
        int close = format.length() - at < 3 ? -1 : format.indexOf(']', at);
        if (close < 0) {
            at = open + 1;
            goodIndex = false;
            return;
        }
        at = open + 1;
        Integer number = number();
        boolean good = number != null && at == close;
        at = close + 1;
        if (good && number != null && number >= 1 && number <= args.size()) {
            next = number - 1;
            afterIndex = true;
        } else {
            goodIndex = false;
            afterIndex = good;
        }
    }

    private void extra() {
        verb.clear();
        out.append("%!(EXTRA ");
        for (int i = next; i < args.size(); i++) {
            Object arg = Traced.plain(args.get(i));
            out.append(i > next ? ", " : "");
            if (arg == null) {
                out.append("<nil>");
            } else {
                out.append(GoTypes.nameOf(arg)).append('=');
                printer.argument(arg, 'v');
            }
        }
        out.append(')');
    }
}
