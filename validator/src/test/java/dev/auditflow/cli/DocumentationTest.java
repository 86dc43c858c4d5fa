package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documentation names exists. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern FLAG = Pattern.compile("`[^`]*?(--[a-z][-a-z]+)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\| `([a-z]+)[^|]*\\|");

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(link -> {
                        if (URI.create(link).getScheme() == null && !Files.exists(page.resolveSibling(link))) {
                            dead.add(page + ": " + link);
                        }
                    });
        }
        assertThat(dead).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> root = Files.list(ROOT)) {
            return Stream.concat(root, docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theCommandsAreThese() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/cli.md"));
        Set<String> named = COMMAND.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> commands = Main.all().getSubcommands().entrySet().stream()
                .filter(command ->
                        !command.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        commands.remove("help");
        assertThat(named).isEqualTo(commands);
    }

    @Test
    void theFlagsExist() throws IOException {
        Set<String> flags = new TreeSet<>(Set.of("--help"));
        collect(Main.all(), flags);
        Set<String> named = FLAG.matcher(Files.readString(ROOT.resolve("docs/cli.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(flags).containsAll(named);
    }

    private static void collect(CommandLine line, Set<String> flags) {
        line.getCommandSpec().optionsMap().keySet().forEach(flags::add);
        line.getSubcommands().values().forEach(command -> collect(command, flags));
    }
}
