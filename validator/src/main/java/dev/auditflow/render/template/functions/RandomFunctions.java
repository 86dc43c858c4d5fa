package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.Func;
import dev.auditflow.render.template.Int;
import dev.auditflow.render.template.TemplateException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sprig's random functions, drawn from the seed of the rendering; each call is noted as noise. */
final class RandomFunctions {
    private static final String TEXT = "func(int) string";
    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String ASCII = printable();

    private RandomFunctions() {}

    static List<Fn> functions() {
        return List.of(
                noisy("randAlphaNum", TEXT, (c, a) -> text(c, a, DIGITS + LETTERS)),
                noisy("randAlpha", TEXT, (c, a) -> text(c, a, LETTERS)),
                noisy("randNumeric", TEXT, (c, a) -> text(c, a, DIGITS)),
                noisy("randAscii", TEXT, (c, a) -> text(c, a, ASCII)),
                noisy("randBytes", "func(int) (string, error)", RandomFunctions::bytes),
                noisy("randInt", "func(int, int) int", RandomFunctions::integer),
                noisy("uuidv4", "func() string", (c, a) -> uuid(c.random())),
                noisy("shuffle", "func(string) string", (c, a) -> shuffled(c, StringFunctions.text(a, 0))));
    }

    /** A function whose result would be another one in the cluster. */
    static Fn noisy(String name, String signature, Func body) {
        return new Fn(name, signature, (context, args) -> {
            context.nondeterministic(name);
            return body.call(context, args);
        });
    }

    private static String text(FnContext context, List<@Nullable Object> args, String alphabet) {
        long count = Math.max(0, Casts.toLong(args.getFirst()));
        context.produce(count);
        RandomGenerator random = context.random();
        StringBuilder out = new StringBuilder((int) count);
        for (long i = 0; i < count; i++) {
            out.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    private static String bytes(FnContext context, List<@Nullable Object> args) {
        long count = Casts.toLong(args.getFirst());
        if (count < 0) {
            throw new TemplateException("runtime error: makeslice: len out of range");
        }
        context.produce(count);
        byte[] bytes = new byte[(int) count];
        context.random().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Object integer(FnContext context, List<@Nullable Object> args) {
        long min = Casts.toLong(args.get(0));
        long range = Casts.toLong(args.get(1)) - min;
        if (range <= 0) {
            throw new TemplateException("invalid argument to Intn");
        }
        return new Int(min + context.random().nextLong(range));
    }

    private static String uuid(RandomGenerator random) {
        long version = 4L << 12;
        long high = (random.nextLong() & ~0xF000L) | version;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }

    private static String shuffled(FnContext context, String text) {
        int[] runes = text.codePoints().toArray();
        context.produce(runes.length);
        for (int i = runes.length - 1; i > 0; i--) {
            int other = context.random().nextInt(i + 1);
            int rune = runes[i];
            runes[i] = runes[other];
            runes[other] = rune;
        }
        return new String(runes, 0, runes.length);
    }

    private static String printable() {
        StringBuilder all = new StringBuilder();
        for (char c = ' '; c <= '~'; c++) {
            all.append(c);
        }
        return all.toString();
    }
}
