package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoFormat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoNumbers;
import dev.auditflow.render.template.Int;
import dev.auditflow.render.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sprig's arithmetic on int64 and its conversions of numbers. */
final class MathFunctions {
    private static final String TWO = "func(interface {}, interface {}) int64";
    private static final String MANY = "func(interface {}, ...interface {}) int64";
    private static final Pattern OCTAL = Pattern.compile("[+-]?[0-7]+");

    private MathFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("int", "func(interface {}) int", (c, a) -> new Int(Casts.toLong(a.get(0)))),
                new Fn("int64", "func(interface {}) int64", (c, a) -> Casts.toLong(a.get(0))),
                new Fn("float64", "func(interface {}) float64", (c, a) -> Casts.toDouble(a.get(0))),
                new Fn("atoi", "func(string) int", (c, a) -> {
                    return new Int(GoNumbers.parseDecimal(StringFunctions.text(a, 0)));
                }),
                new Fn("toDecimal", "func(interface {}) int64", (c, a) -> {
                    return octal(GoFormat.sprint(a));
                }),
                new Fn("add", "func(...interface {}) int64", (c, a) -> fold(0, a, Long::sum)),
                new Fn("add1", "func(interface {}) int64", (c, a) -> Casts.toLong(a.get(0)) + 1),
                new Fn("sub", TWO, (c, a) -> Casts.toLong(a.get(0)) - Casts.toLong(a.get(1))),
                new Fn("mul", MANY, (c, a) -> fold(1, a, (x, y) -> x * y)),
                new Fn("div", TWO, (c, a) -> Casts.toLong(a.get(0)) / divisor(a)),
                new Fn("mod", TWO, (c, a) -> Casts.toLong(a.get(0)) % divisor(a)),
                new Fn("max", MANY, (c, a) -> fold(Casts.toLong(a.get(0)), a, Math::max)),
                new Fn("biggest", MANY, (c, a) -> fold(Casts.toLong(a.get(0)), a, Math::max)),
                new Fn("min", MANY, (c, a) -> fold(Casts.toLong(a.get(0)), a, Math::min)),
                new Fn("until", "func(int) []int", (c, a) -> {
                    long stop = Casts.toLong(a.get(0));
                    return GoList.of("int", steps(c, 0, stop, stop < 0 ? -1 : 1))
                            .grown(0);
                }),
                new Fn("untilStep", "func(int, int, int) []int", (c, a) -> {
                    List<@Nullable Object> steps =
                            steps(c, Casts.toLong(a.get(0)), Casts.toLong(a.get(1)), Casts.toLong(a.get(2)));
                    return GoList.of("int", steps).grown(0);
                }),
                new Fn("seq", "func(...int) string", (c, a) -> sequence(c, a)));
    }

    /** What is no octal number, or too large for one, is zero. */
    private static long octal(String text) {
        try {
            return OCTAL.matcher(text).matches() ? Long.parseLong(text, 8) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long fold(long start, List<@Nullable Object> args, LongBinaryOperator operator) {
        long result = start;
        for (Object arg : args) {
            result = operator.applyAsLong(result, Casts.toLong(arg));
        }
        return result;
    }

    private static long divisor(List<@Nullable Object> args) {
        long divisor = Casts.toLong(args.get(1));
        if (divisor == 0) {
            throw new TemplateException("runtime error: integer divide by zero");
        }
        return divisor;
    }

    private static List<@Nullable Object> steps(FnContext context, long start, long stop, long step) {
        List<@Nullable Object> numbers = new ArrayList<>();
        boolean down = stop < start;
        if (down ? step < 0 : step > 0) {
            for (long i = start; down ? i > stop : i < stop; i += step) {
                context.hold(1);
                numbers.add(new Int(i));
            }
        }
        return numbers;
    }

    private static String sequence(FnContext context, List<@Nullable Object> args) {
        if (args.isEmpty() || args.size() > 3) {
            return "";
        }
        long start = args.size() == 1 ? 1 : Casts.toLong(args.getFirst());
        long end = Casts.toLong(args.getLast());
        long unit = end < start ? -1 : 1;
        long step = args.size() == 3 ? Casts.toLong(args.get(1)) : unit;
        if (args.size() == 3 && end < start && step > 0) {
            return "";
        }
        List<@Nullable Object> numbers = steps(context, start, end + unit, step);
        context.produce(numbers.size() * 4L);
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
