package dev.auditflow.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The program git in a folder. It asks nobody for a password, speaks English, starts no upkeep in the background, and does not see
 * variables that would send it to another repository ({@code GIT_DIR} and its like).
 *
 * @param folder the repository, its working tree, or a folder inside of it
 * @param environment variables besides those that every run gets
 * @param limit how long one run may take
 */
public record Git(Path folder, Map<String, String> environment, Duration limit) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final List<String> PASSED = List.of(
            "HOME",
            "XDG_CONFIG_HOME",
            "GNUPGHOME",
            "SSH_AUTH_SOCK",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_CONFIG_GLOBAL",
            "GIT_CONFIG_SYSTEM",
            "GIT_SSL_CAINFO",
            "SSL_CERT_FILE",
            "HTTPS_PROXY",
            "https_proxy",
            "NO_PROXY",
            "no_proxy");
    private static final List<String> QUIET = List.of("-c", "gc.auto=0", "-c", "maintenance.auto=false");
    private static final String UNREAD = "fatal: Could not read from remote repository.";
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]+@");

    public Git {
        environment = Map.copyOf(environment);
    }

    /** git in a folder, a minute at most for each run. */
    public static Git in(Path folder) {
        return new Git(folder, Map.of(), LIMIT);
    }

    /** The same with these variables besides. */
    public Git with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new Git(folder, all, limit);
    }

    /** The same with another limit of time. */
    public Git within(Duration time) {
        return new Git(folder, environment, time);
    }

    /**
     * Runs git to its end, whatever its exit code.
     *
     * @param arguments without {@code git}; never secrets
     * @throws Command.Failure if it cannot be started or does not end in time
     */
    public Command.Result run(List<String> arguments) throws Command.Failure {
        return run(arguments, "");
    }

    /** The same with a text for its standard input. */
    public Command.Result run(List<String> arguments, String input) throws Command.Failure {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(QUIET);
        argv.addAll(arguments);
        return Command.of(argv)
                .in(folder)
                .withEnvironment(variables())
                .withInput(input)
                .within(limit)
                .run();
    }

    /**
     * What git prints.
     *
     * @param failure what to say if it ends with an error; git's own words follow in brackets
     * @throws Command.Failure with that sentence, or one that says why git could not run
     */
    public String output(List<String> arguments, String failure) throws Command.Failure {
        Command.Result result = run(arguments);
        if (result.exitCode() != 0) {
            throw new Command.Failure(failure + words(result));
        }
        return result.output();
    }

    /** The same without white space around it. */
    public String line(List<String> arguments, String failure) throws Command.Failure {
        return output(arguments, failure).strip();
    }

    /** The first line about what went wrong, in brackets behind a space and without credentials; empty for none. */
    private static String words(Command.Result result) {
        return reason(result).map(line -> " (" + line + ")").orElse("");
    }

    /** The first line that says what went wrong, without credentials. */
    public static Optional<String> reason(Command.Result result) {
        List<String> lines =
                result.errors().lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                // What ssh has said before tells more.
                .filter(line -> (line.startsWith("fatal: ") && !line.equals(UNREAD)) || line.startsWith("error: "))
                .findFirst()
                .or(() -> lines.stream().takeWhile(line -> !line.equals(UNREAD)).reduce((_, later) -> later))
                .or(() -> lines.stream().findFirst())
                .map(line -> CREDENTIALS.matcher(line.strip()).replaceAll("://"))
                // Words of another machine must not move the cursor of this one.
                .map(line -> line.replaceAll("\\p{Cntrl}", "?"));
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        for (String name : PASSED) {
            String value = System.getenv(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        if (!variables.containsKey("GIT_SSH")) {
            variables.putIfAbsent("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        }
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_OPTIONAL_LOCKS", "0");
        variables.put("LC_ALL", "C");
        variables.putAll(environment);
        return variables;
    }
}
