package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code units.*}: amounts with SI and binary suffixes. */
final class UnitBuiltins {
    private static final Pattern AMOUNT =
            Pattern.compile("((?:[+-]?[0-9.]+)(?:[eE][+-]?[0-9]{1,6})?)([A-Za-z]*)", Pattern.DOTALL);
    private static final String PREFIXES = "kmgtpe";
    private static final int FRACTION_DIGITS = 10;

    private UnitBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "units.parse" -> UnitBuiltins::parse;
            case "units.parse_bytes" -> UnitBuiltins::parseBytes;
            default -> null;
        };
    }

    /** {@code m} is milli and {@code M} mega; {@code ki} is 1024. */
    private static Value parse(Args args) throws Undefined {
        Matcher amount = amount(args.string(0));
        String unit = amount.group(2);
        BigDecimal factor = unit.equals("m") ? new BigDecimal("0.001") : factor(unit.toLowerCase(Locale.ROOT), false);
        BigDecimal value = number(amount.group(1)).multiply(factor);
        Value.Num whole = new Value.Num(value);
        return whole.isWhole()
                ? new Value.Num(new BigDecimal(value.toBigIntegerExact()))
                : new Value.Num(value.setScale(FRACTION_DIGITS, RoundingMode.HALF_UP));
    }

    /** Case does not matter, a trailing {@code b} may follow, fractions of a byte are cut off. */
    private static Value parseBytes(Args args) throws Undefined {
        Matcher amount = amount(args.string(0).toLowerCase(Locale.ROOT));
        BigDecimal factor = factor(amount.group(2), true);
        return new Value.Num(
                new BigDecimal(number(amount.group(1)).multiply(factor).toBigInteger()));
    }

    private static Matcher amount(String text) throws Undefined {
        Matcher amount = AMOUNT.matcher(text.replace("\"", ""));
        if (!amount.matches()) {
            throw new Undefined("no amount with a unit");
        }
        return amount;
    }

    private static BigDecimal number(String text) throws Undefined {
        try {
            BigDecimal number = new BigDecimal(text.endsWith(".") ? text + "0" : text);
            if (Math.abs((long) number.precision() - number.scale()) > 20_000) {
                throw new Undefined("the amount is too large");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new Undefined("the amount is no number");
        }
    }

    private static BigDecimal factor(String unit, boolean bytes) throws Undefined {
        String prefix = bytes && unit.length() > 1 && unit.endsWith("b") ? unit.substring(0, unit.length() - 1) : unit;
        if (prefix.isEmpty()) {
            return BigDecimal.ONE;
        }
        int power = PREFIXES.indexOf(prefix.charAt(0)) + 1;
        boolean binary = prefix.length() == 2 && prefix.charAt(1) == 'i';
        if (power == 0 || (prefix.length() > 1 && !binary)) {
            throw new Undefined("the unit " + unit + " is not known");
        }
        return new BigDecimal(BigInteger.valueOf(binary ? 1024 : 1000).pow(power));
    }
}
