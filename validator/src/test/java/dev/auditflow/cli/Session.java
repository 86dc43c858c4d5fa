package dev.auditflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the commands of a transcript in a folder and writes the transcript again.
 *
 * <pre>
 * # comments stay
 * $ auditflow validate $DIR/x.yaml | grep '^deny'      in this process; the exit code is auditflow's
 * $ CI=true auditflow golden update                    with a variable before it: as a process in the folder
 * $ cat FILE   $ cp FILE TO   $ rm FILE                what users do between commands
 * </pre>
 *
 * Lines of standard error begin with {@code ! }.
 */
final class Session {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)=(.*)");

    private final Path folder;

    Session(Path folder) {
        this.folder = folder;
    }

    String run(String transcript) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        for (String line : transcript.lines().toList()) {
            if (line.startsWith("#")) {
                text.append(line).append('\n');
            } else if (line.startsWith("$ ")) {
                text.append(line)
                        .append('\n')
                        .append(answer(words(line.substring(2))))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String word = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            words.add((word == null ? matcher.group(3) : word).replace("$DIR", folder.toString()));
        }
        return words;
    }

    private String answer(List<String> words) throws IOException, InterruptedException {
        Map<String, String> variables = new HashMap<>();
        List<String> rest = new ArrayList<>(words);
        for (Matcher m = VARIABLE.matcher(rest.getFirst()); m.matches(); m = VARIABLE.matcher(rest.getFirst())) {
            variables.put(m.group(1), m.group(2));
            rest.removeFirst();
        }
        Pattern wanted = Pattern.compile("");
        int pipe = rest.indexOf("|");
        if (pipe >= 0) {
            if (!rest.get(pipe + 1).equals("grep")) {
                throw new IOException("a session pipes into grep only");
            }
            wanted = Pattern.compile(rest.get(pipe + 2));
            rest.subList(pipe, rest.size()).clear();
        }
        return switch (rest.removeFirst()) {
            case "auditflow" -> auditflow(variables, rest, wanted);
            case "cat" -> shown(Files.readString(folder.resolve(rest.getFirst())), "", wanted);
            case "cp" -> {
                Files.write(folder.resolve(rest.get(1)), Files.readAllBytes(folder.resolve(rest.get(0))));
                yield "";
            }
            case "rm" -> {
                Files.delete(folder.resolve(rest.getFirst()));
                yield "";
            }
            default -> throw new IOException("a session has no command " + words);
        };
    }

    private String auditflow(Map<String, String> variables, List<String> words, Pattern wanted)
            throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(words);
        byte[] stdin = new byte[0];
        int input = args.indexOf("<");
        if (input >= 0) {
            stdin = Files.readAllBytes(folder.resolve(args.get(input + 1)));
            args.subList(input, args.size()).clear();
        }
        String[] array = args.toArray(String[]::new);
        // It is refused where CI=true, so it must not see the variables of the machine that runs the tests.
        boolean alone = args.size() > 1
                && args.getFirst().equals("golden")
                && List.of("update", "review").contains(args.get(1));
        FrontDoor.Result result = variables.isEmpty() && !alone
                ? FrontDoor.run(stdin, array)
                : FrontDoor.process(folder, variables, stdin, array);
        return shown(result.output(), "", wanted) + shown(result.errors(), "! ", Pattern.compile("")) + "exit "
                + result.exitCode() + "\n";
    }

    private String shown(String text, String prefix, Pattern wanted) {
        StringBuilder shown = new StringBuilder();
        // Targets are set in columns as wide as the folder's name is long.
        text.replace(folder.toString(), "$DIR")
                .replaceAll("(?m)(?<=^(?:PASS |FAIL |ERROR) \\S{1,200}) {2,}", "  ")
                .lines()
                .filter(line -> wanted.matcher(line).find())
                .forEach(line -> shown.append(safe(prefix + line)).append('\n'));
        return shown.toString();
    }

    /** What is printed must not read as a comment or a command of the transcript. */
    private static String safe(String line) {
        boolean special = line.startsWith("#") || line.startsWith("$ ");
        return (special ? " " + line : line).stripTrailing();
    }
}
