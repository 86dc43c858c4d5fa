package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written out for the class cache does the same as what the JVM would make. */
class CachedClassesTest {
    private static final List<Class<?>> SAMPLE = List.of(
            Sample.class,
            Sample.Shape.class,
            Sample.Circle.class,
            Sample.Square.class,
            Sample.Many.class,
            Sample.Wide.class);

    @TempDir
    private Path program;

    /** Switches over types and comparisons of records. */
    public static final class Sample implements Callable<List<String>> {
        sealed interface Shape permits Circle, Square, Many {
            default String word() {
                return switch (this) {
                    case Circle _ -> "circle";
                    case Square(long side) when side > 9 -> "large square";
                    case Square _ -> "square";
                    case Many(List<Shape> all) -> "many " + all.size();
                };
            }
        }

        record Circle(double radius, float angle) implements Shape {}

        record Square(long side) implements Shape {}

        record Many(List<Shape> all) implements Shape {}

        record Wide(
                boolean flag,
                byte b,
                char c,
                short s,
                int i,
                long l,
                float f,
                double d,
                @Nullable String text) {}

        @Override
        public List<String> call() {
            List<@Nullable Object> all = new ArrayList<>(List.of(
                    new Circle(0.0, Float.NaN),
                    new Circle(-0.0, Float.NaN),
                    new Circle(Double.NaN, 1),
                    new Circle(Double.NaN, 1),
                    new Square(9),
                    new Square(10),
                    new Many(List.of(new Square(1))),
                    new Many(List.of(new Square(1))),
                    new Wide(true, (byte) -1, 'x', (short) -2, 3, Long.MIN_VALUE, -0f, 1e300, "text"),
                    new Wide(true, (byte) -1, 'x', (short) -2, 3, Long.MIN_VALUE, 0f, 1e300, "text"),
                    new Wide(true, (byte) -1, 'x', (short) -2, 3, Long.MIN_VALUE, -0f, 1e300, "text"),
                    new Wide(false, (byte) 0, 'a', (short) 0, 0, 0, 0, 0, null),
                    "",
                    "a text",
                    7));
            all.add(null);
            List<String> said = new ArrayList<>();
            for (Object one : all) {
                said.add(what(one) + " " + Objects.hashCode(one));
                for (Object other : all) {
                    said.add(String.valueOf(Objects.equals(one, other)));
                }
            }
            return said;
        }

        private static String what(@Nullable Object one) {
            return switch (one) {
                case null -> "nothing";
                case Shape shape -> shape.word();
                case String text when text.isEmpty() -> "empty";
                case String text -> text;
                case Integer number -> "number " + number;
                default -> "something";
            };
        }
    }

    @Test
    void doTheSame() throws Exception {
        Path archive = program.resolve("app/program.jar");
        Files.createDirectories(archive.getParent());
        Files.createDirectories(program.resolve("lib/main"));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(archive))) {
            for (Class<?> type : SAMPLE) {
                out.putNextEntry(new JarEntry(file(type)));
                out.write(bytes(type));
            }
        }
        String java = ProcessHandle.current().info().command().orElseThrow();
        Command.Result made = Command.of(List.of(java, "../.mvn/CachedClasses.java", program.toString()))
                .run();
        assertThat(made.exitCode()).as(made.errors()).isZero();
        URL[] written = {archive.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(written, ClassLoader.getPlatformClassLoader())) {
            Class<?> sample = loader.loadClass(Sample.class.getName());
            assertThat(((Callable<?>) sample.getDeclaredConstructor().newInstance()).call())
                    .isEqualTo(new Sample().call());
            for (Class<?> type : SAMPLE) {
                try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(file(type)))) {
                    assertThat(linked(in.readAllBytes()))
                            .as(type.getName())
                            .doesNotContain("typeSwitch", "equals", "hashCode");
                }
            }
        }
        assertThat(linked(bytes(Sample.class))).contains("typeSwitch");
        assertThat(linked(bytes(Sample.Wide.class))).contains("equals", "hashCode");
    }

    private static String file(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream("/" + file(type)))) {
            return in.readAllBytes();
        }
    }

    /** What a class has the JVM make when it comes to it. */
    private static List<String> linked(byte[] bytes) {
        List<String> names = new ArrayList<>();
        for (var method : ClassFile.of().parse(bytes).methods()) {
            method.code()
                    .ifPresent(code -> code.forEach(element -> {
                        if (element instanceof InvokeDynamicInstruction call) {
                            names.add(call.name().stringValue());
                        }
                    }));
        }
        return names;
    }
}
