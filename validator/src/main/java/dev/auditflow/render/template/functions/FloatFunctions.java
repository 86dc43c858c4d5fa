package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoFloat;
import dev.auditflow.render.template.TemplateException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Sprig's arithmetic on float64. What ends in f counts in decimals, so that 0.1 and 0.2 make 0.3. */
final class FloatFunctions {
    private static final String MANY = "func(interface {}, ...interface {}) float64";
    private static final String ONE = "func(interface {}) float64";

    /** Digits behind the point of a quotient. */
    private static final int QUOTIENT_DIGITS = 16;

    private FloatFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn(
                        "add1f",
                        ONE,
                        (c, a) -> decimal(a.get(0)).add(BigDecimal.ONE).doubleValue()),
                new Fn("addf", "func(...interface {}) float64", (c, a) -> {
                    return fold(BigDecimal.ZERO, a, BigDecimal::add);
                }),
                new Fn("subf", MANY, (c, a) -> fold(decimal(a.get(0)), rest(a), BigDecimal::subtract)),
                new Fn("mulf", MANY, (c, a) -> fold(decimal(a.get(0)), rest(a), BigDecimal::multiply)),
                new Fn("divf", MANY, (c, a) -> fold(decimal(a.get(0)), rest(a), FloatFunctions::quotient)),
                new Fn("maxf", MANY, (c, a) -> {
                    double most = Casts.toDouble(a.get(0));
                    for (Object other : rest(a)) {
                        most = max(most, Casts.toDouble(other));
                    }
                    return most;
                }),
                new Fn("minf", MANY, (c, a) -> {
                    double least = Casts.toDouble(a.get(0));
                    for (Object other : rest(a)) {
                        least = -max(-least, -Casts.toDouble(other));
                    }
                    return least;
                }),
                new Fn("floor", ONE, (c, a) -> Math.floor(Casts.toDouble(a.get(0)))),
                new Fn("ceil", ONE, (c, a) -> Math.ceil(Casts.toDouble(a.get(0)))),
                new Fn("round", "func(interface {}, int, ...float64) float64", (c, a) -> round(a)));
    }

    private static List<@Nullable Object> rest(List<@Nullable Object> args) {
        return args.subList(1, args.size());
    }

    private static BigDecimal decimal(@Nullable Object value) {
        double number = Casts.toDouble(value);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new TemplateException("Cannot create a Decimal from " + GoFloat.format(number, 'g', -1));
        }
        return new BigDecimal(Double.toString(number));
    }

    private static double fold(BigDecimal start, List<@Nullable Object> args, BinaryOperator<BigDecimal> operator) {
        BigDecimal result = start;
        for (Object arg : args) {
            result = operator.apply(result, decimal(arg));
        }
        return result.doubleValue();
    }

    private static BigDecimal quotient(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) {
            throw new TemplateException("decimal division by 0");
        }
        return a.divide(b, QUOTIENT_DIGITS, RoundingMode.HALF_UP);
    }

    /** An infinity is larger than what is no number. */
    private static double max(double a, double b) {
        boolean infinite = a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY;
        return infinite ? Double.POSITIVE_INFINITY : Math.max(a, b);
    }

    private static double round(List<@Nullable Object> args) {
        double up = args.size() > 2 ? Casts.toDouble(args.get(2)) : 0.5;
        double power = powerOfTen(Casts.toLong(args.get(1)));
        double shifted = power * Casts.toDouble(args.get(0));
        double fraction = Double.isInfinite(shifted)
                ? Double.NaN
                : shifted - (shifted < 0 ? Math.ceil(shifted) : Math.floor(shifted));
        double rounded = fraction >= up ? Math.ceil(shifted) : Math.floor(shifted);
        return rounded / power;
    }

    /** As Go computes it, which for large powers is not the nearest number. */
    private static double powerOfTen(long power) {
        double mantissa = 1;
        int exponent = 0;
        double factor = 0.625;
        int factorExponent = 4;
        for (long i = Math.abs(power); i != 0; i >>>= 1) {
            if (factorExponent > 1 << 12) {
                exponent += factorExponent;
                break;
            }
            if ((i & 1) == 1) {
                mantissa *= factor;
                exponent += factorExponent;
            }
            factor *= factor;
            factorExponent <<= 1;
            if (factor < 0.5) {
                factor += factor;
                factorExponent--;
            }
        }
        return power < 0 ? Math.scalb(1 / mantissa, -exponent) : Math.scalb(mantissa, exponent);
    }
}
