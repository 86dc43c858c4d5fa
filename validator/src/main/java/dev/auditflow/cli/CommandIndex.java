package dev.auditflow.cli;

import dev.auditflow.host.Resources;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What picocli finds out by reflection about the commands that are run most, as a text that a test makes and holds equal to
 * it: a start reads the text in a fraction of the time. A line for each command, mixin, option and parameter, its parts
 * divided by tabs.
 */
final class CommandIndex {
    static final String FILE = "commands.txt";
    static final String LIST = "list";

    /** Stands for the end of a line in a description. */
    static final String NEXT_LINE = " | ";

    private static final Pattern NEXT = Pattern.compile(NEXT_LINE, Pattern.LITERAL);

    private static final Map<String, Class<?>> TYPES =
            Map.of("String", String.class, "Path", Path.class, "boolean", boolean.class, "int", int.class);

    private final CommandSpec command;

    /** What the next lines are about: the command and, one in the other, mixins. */
    private final Deque<Holder> open = new ArrayDeque<>();

    private CommandIndex(Object command) {
        this.command = CommandSpec.wrapWithoutInspection(command);
        open.push(new Holder("", this.command));
    }

    /** @param path the fields that lead to a mixin, divided by dots; empty for the command */
    private record Holder(String path, CommandSpec spec) {
        boolean holds(String other) {
            return path.isEmpty() || other.equals(path) || other.startsWith(path + ".");
        }
    }

    /** A field of a command or mixin, and so an option's value. */
    private record Bound(VarHandle field, Object owner) implements IGetter, ISetter {
        static Bound of(CommandSpec holder, String name) {
            Class<?> type = holder.userObject().getClass();
            try {
                Class<?> value = type.getDeclaredField(name).getType();
                MethodHandles.Lookup inside = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
                return new Bound(inside.findVarHandle(type, name, value), holder.userObject());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(FILE + " names what is not there: " + e.getMessage(), e);
            }
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as picocli wants it
        public <T> T get() {
            return (T) (Object) field.get(owner);
        }

        @Override
        public <T> @Nullable T set(@Nullable T value) {
            field.set(owner, value);
            return null;
        }
    }

    /** A command that is in the index; empty for others. */
    static Optional<CommandSpec> find(String name, Object command) {
        String text = Resources.text(CommandIndex.class, FILE);
        int start = ("\n" + text).indexOf("\ncommand\t" + name + "\t");
        if (start < 0) {
            return Optional.empty();
        }
        int end = text.indexOf("\n\n", start);
        CommandIndex index = new CommandIndex(command);
        for (String line : text.substring(start, end).split("\n", -1)) {
            index.add(line.split("\t", -1));
        }
        index.close("");
        index.help();
        return Optional.of(index.command);
    }

    private void add(String[] parts) {
        switch (parts[0]) {
            case "command" -> describe(parts[1], parts[2]);
            case "spec" -> Bound.of(command, parts[1]).set(command);
            case "mixin" -> hold(parts[1]);
            case "option" -> option(parts);
            default -> parameters(parts);
        }
    }

    private void describe(String name, String description) {
        command.name(name).usageMessage().description(lines(description));
    }

    /** As picocli mixes them in. */
    private void help() {
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .paramLabel("<helpRequested>")
                .description("Show this help message and exit.")
                .build());
        command.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .paramLabel("<versionRequested>")
                .description("Print version information and exit.")
                .build());
    }

    private void hold(String path) {
        int dot = path.lastIndexOf('.');
        Bound field = Bound.of(at(path.substring(0, Math.max(0, dot))), path.substring(dot + 1));
        open.push(new Holder(path, CommandSpec.wrapWithoutInspection(field.<Object>get())));
    }

    private CommandSpec at(String path) {
        close(path);
        return open.element().spec();
    }

    /** A mixin has all its options, and mixins, before it is mixed in itself. */
    private void close(String path) {
        while (!(path.isEmpty() ? open.size() == 1 : open.element().holds(path))) {
            Holder mixin = open.pop();
            String field = mixin.path().substring(mixin.path().lastIndexOf('.') + 1);
            open.element().spec().addMixin(field, mixin.spec());
        }
    }

    private void option(String[] parts) {
        CommandSpec holder = at(parts[1]);
        Bound bound = Bound.of(holder, parts[2]);
        OptionSpec.Builder option = OptionSpec.builder(parts[5].split(" ", -1))
                .type(type(parts))
                .auxiliaryTypes(element(parts))
                .paramLabel(parts[6])
                .description(lines(parts[8]))
                .hasInitialValue(false)
                .getter(bound)
                .setter(bound);
        holder.addOption((parts[7].isEmpty() ? option : option.splitRegex(parts[7])).build());
    }

    private void parameters(String[] parts) {
        CommandSpec holder = at(parts[1]);
        Bound bound = Bound.of(holder, parts[2]);
        holder.addPositional(PositionalParamSpec.builder()
                .arity(parts[5])
                .type(type(parts))
                .auxiliaryTypes(element(parts))
                .paramLabel(parts[6])
                .description(lines(parts[8]))
                .hasInitialValue(false)
                .getter(bound)
                .setter(bound)
                .build());
    }

    private static Class<?> type(String[] parts) {
        return parts[4].equals(LIST) ? List.class : element(parts);
    }

    private static Class<?> element(String[] parts) {
        return Objects.requireNonNull(TYPES.get(parts[3]), parts[3]);
    }

    private static String[] lines(String description) {
        return NEXT.split(description, -1);
    }
}
