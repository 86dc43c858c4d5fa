package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The index says what picocli finds out by reflection. {@code AUDITFLOW_UPDATE=true} writes it anew. */
class CommandIndexTest {
    private static final Path FILE = Path.of("src/main/resources/dev/auditflow/cli", CommandIndex.FILE);
    private static final Map<String, Class<?>> COMMANDS =
            new TreeMap<>(Map.of("validate", ValidateCommand.class, "render", RenderCommand.class));

    @Test
    void isWhatTheCommandsSay() throws IOException, ReflectiveOperationException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Class<?>> command : COMMANDS.entrySet()) {
            CommandSpec spec = CommandSpec.forAnnotatedObject(made(command.getValue()));
            text.append("command\t%s\t%s\n"
                    .formatted(command.getKey(), lines(spec.usageMessage().description())));
            describe(command.getValue(), "", spec, text);
            text.append('\n');
        }
        if ("true".equals(System.getenv("AUDITFLOW_UPDATE"))) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        }
        assertThat(Files.readString(FILE))
                .as("a flag was changed: run this test with AUDITFLOW_UPDATE=true")
                .isEqualTo(text.toString());
    }

    @Test
    void givesTheSameCommands() throws ReflectiveOperationException {
        for (Map.Entry<String, Class<?>> command : COMMANDS.entrySet()) {
            CommandSpec ready = CommandIndex.find(command.getKey(), made(command.getValue()))
                    .orElseThrow();
            CommandSpec read = CommandSpec.forAnnotatedObject(made(command.getValue()));
            assertThat(new CommandLine(ready).getUsageMessage()).isEqualTo(new CommandLine(read).getUsageMessage());
            assertThat(said(ready)).isEqualTo(said(read));
            Map<String, CommandSpec> mixins = new TreeMap<>(read.mixins());
            mixins.remove("mixinStandardHelpOptions");
            assertThat(ready.mixins().keySet()).isEqualTo(mixins.keySet());
            mixins.forEach((name, mixin) -> assertThat(
                            said(Objects.requireNonNull(ready.mixins().get(name))))
                    .isEqualTo(said(mixin)));
        }
    }

    @Test
    void knowsNoOtherCommand() {
        assertThat(CommandIndex.find("golden", new Object())).isEmpty();
        assertThat(CommandIndex.find("valid", new Object())).isEmpty();
    }

    private static Object made(Class<?> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static void describe(Class<?> type, String path, CommandSpec spec, StringBuilder text) {
        for (Field field : type.getDeclaredFields()) {
            String below = path.isEmpty() ? field.getName() : path + "." + field.getName();
            if (field.isAnnotationPresent(Spec.class)) {
                text.append("spec\t").append(field.getName()).append('\n');
            } else if (field.isAnnotationPresent(Mixin.class)) {
                text.append("mixin\t").append(below).append('\n');
                describe(field.getType(), below, spec, text);
            } else if (field.isAnnotationPresent(Option.class) || field.isAnnotationPresent(Parameters.class)) {
                text.append(line(path, field.getName(), found(spec, field))).append('\n');
            }
        }
    }

    private static ArgSpec found(CommandSpec spec, Field field) {
        return spec.args().stream()
                .filter(arg -> field.equals(arg.userObject()))
                .findFirst()
                .orElseThrow();
    }

    private static String line(String path, String field, ArgSpec arg) {
        assertThat(arg.isPositional() || arg.arity().isUnspecified())
                .as("the index has no place for the arity of " + arg)
                .isTrue();
        String names = switch (arg) {
            case OptionSpec option -> String.join(" ", option.names());
            case PositionalParamSpec parameters -> parameters.arity().toString();
            default -> throw new IllegalStateException(arg.toString());
        };
        return String.join(
                "\t",
                arg.isOption() ? "option" : "parameters",
                path,
                field,
                arg.auxiliaryTypes()[0].getSimpleName(),
                arg.isMultiValue() ? CommandIndex.LIST : "",
                names,
                arg.paramLabel(),
                arg.splitRegex(),
                lines(arg.description()));
    }

    private static String lines(String[] description) {
        return String.join(CommandIndex.NEXT_LINE, description);
    }

    /** Everything about arguments that decides how a command line is read. */
    private static List<String> said(CommandSpec spec) {
        List<String> all = new ArrayList<>();
        for (ArgSpec arg : spec.args()) {
            all.add(String.join(
                    " ",
                    arg.isOption() ? String.join(",", ((OptionSpec) arg).names()) : "parameters",
                    arg.type().getName(),
                    List.of(arg.auxiliaryTypes()).toString(),
                    arg.arity() + " " + arg.arity().isUnspecified(),
                    arg.splitRegex(),
                    String.valueOf(arg.required()),
                    String.valueOf(arg.defaultValue()),
                    String.valueOf(arg.isMultiValue()),
                    String.valueOf(arg.hidden()),
                    arg.isPositional() ? String.valueOf(((PositionalParamSpec) arg).index()) : "",
                    arg.paramLabel()));
        }
        return all;
    }
}
