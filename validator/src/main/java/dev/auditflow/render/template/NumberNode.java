package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A number or a character; its type follows from where it is used. */
final class NumberNode extends Operand {
    private final String literal;
    private final @Nullable Long signed;
    private final @Nullable Long unsigned;
    private final @Nullable Double floating;
    private final @Nullable GoComplex complex;
    private final @Nullable Object ideal;

    private NumberNode(
            Tree tree,
            int position,
            String literal,
            @Nullable Long signed,
            @Nullable Long unsigned,
            @Nullable Double floating,
            @Nullable GoComplex complex) {
        super(tree, position);
        this.literal = literal;
        this.signed = signed;
        this.unsigned = unsigned;
        this.floating = floating;
        this.complex = complex;
        this.ideal = ideal();
    }

    /**
     * Reads a literal.
     *
     * @throws TemplateException with Go's message alone when it is no number
     */
    static NumberNode of(Tree tree, int position, Token token) {
        String text = token.text();
        if (token.kind() == Token.Kind.CHAR_CONSTANT) {
            int rune = GoQuote.unquoteRune(text);
            if (rune < 0) {
                throw new TemplateException(rune == -2 ? "malformed character constant: " + text : "invalid syntax");
            }
            return new NumberNode(tree, position, text, (long) rune, (long) rune, (double) rune, null);
        }
        if (token.kind() == Token.Kind.COMPLEX || text.endsWith("i")) {
            return complex(tree, position, text);
        }
        Long signed = GoNumbers.parseInt(text);
        Long unsigned = signed != null && signed == 0 ? (Long) 0L : GoNumbers.parseUint(text);
        Double floating = signed != null
                ? (Double) signed.doubleValue()
                : unsigned != null ? (Double) new BigInteger(Long.toUnsignedString(unsigned)).doubleValue() : null;
        if (floating == null) {
            floating = GoNumbers.parseFloat(text);
            if (floating == null) {
                throw new TemplateException("illegal number syntax: " + GoQuote.quote(text));
            }
            if (text.chars().noneMatch(c -> ".eEpP".indexOf(c) >= 0)) {
                throw new TemplateException("integer overflow: " + GoQuote.quote(text));
            }
            signed = integral(floating);
            unsigned = floating >= 0 ? signed : null;
        }
        return new NumberNode(tree, position, text, signed, unsigned, floating, null);
    }

    private static NumberNode complex(Tree tree, int position, String text) {
        int split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        if (split > 0 && "eEpP".indexOf(text.charAt(split - 1)) >= 0) {
            split = Math.max(text.lastIndexOf('+', split - 1), text.lastIndexOf('-', split - 1));
        }
        Double real = split > 0 ? GoNumbers.parseFloat(text.substring(0, split)) : (Double) 0.0;
        Double imaginary = GoNumbers.parseFloat(text.substring(Math.max(split, 0), text.length() - 1));
        if (real == null || imaginary == null) {
            throw new TemplateException("illegal number syntax: " + GoQuote.quote(text));
        }
        Double floating = imaginary == 0 ? real : null;
        Long integer = floating == null ? null : integral(floating);
        Long unsigned = integer != null && integer >= 0 ? integer : null;
        return new NumberNode(tree, position, text, integer, unsigned, floating, new GoComplex(real, imaginary));
    }

    private static @Nullable Long integral(double value) {
        return (double) (long) value == value && Math.abs(value) < 0x1p63 ? (Long) (long) value : null;
    }

    /** The value where nothing tells the type; null when it overflows. */
    private @Nullable Object ideal() {
        if (complex != null) {
            return complex;
        }
        boolean character = literal.startsWith("'");
        boolean hex = literal.length() > 2
                && literal.charAt(0) == '0'
                && (literal.charAt(1) == 'x' || literal.charAt(1) == 'X')
                && literal.indexOf('p') < 0
                && literal.indexOf('P') < 0;
        if (floating != null && !hex && !character && literal.chars().anyMatch(c -> ".eEpP".indexOf(c) >= 0)) {
            return floating;
        }
        return signed == null ? null : new Int(signed);
    }

    private Object ideal(State state) {
        state.at(this);
        if (ideal == null) {
            throw state.error(literal + " overflows int");
        }
        return new Traced(ideal, Runs.of(writer(null), state.out.frame));
    }

    @Override
    Object command(State state, CommandNode command, @Nullable Object last) {
        state.at(this);
        notAFunction(state, command, last);
        return ideal(state);
    }

    @Override
    Object argument(State state, @Nullable GoType type) {
        state.at(this);
        if (type == null) {
            return ideal(state);
        }
        Object value = switch (type.kind()) {
            case ANY, VALUE -> ideal(state);
            case INT -> signed == null ? null : type.integer(signed);
            case UINT -> unsigned == null ? null : type.integer(unsigned);
            case FLOAT -> floating;
            case COMPLEX -> complex;
            default -> null;
        };
        if (value == null) {
            throw misfit(state, type);
        }
        return value;
    }

    @Override
    void print(StringBuilder out) {
        out.append(literal);
    }
}
