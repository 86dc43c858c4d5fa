package dev.auditflow.version;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What git knows of the repository around the working directory. */
public final class History {
    private static final int FIELDS = 3;
    private final Path root;

    private History(Path root) {
        this.root = root;
    }

    /**
     * Looks for the repository.
     *
     * @throws ConfigException if there is none, or if its history is cut off: releases would be missing in it
     */
    public static History here() throws ConfigException {
        String root = git("This folder is in no git repository", "rev-parse", "--show-toplevel");
        if (git("git does not tell how it was cloned", "rev-parse", "--is-shallow-repository")
                .strip()
                .equals("true")) {
            throw new ConfigException(
                    "This clone has only the newest commits, so the last release may be missing; fetch all of it"
                            + " (git fetch --unshallow --tags, or fetch-depth: 0 of actions/checkout)");
        }
        return new History(Path.of(root.strip()));
    }

    /** The folder of the repository. */
    public Path root() {
        return root;
    }

    /** The tag of a version of a part. */
    public static String tag(String part, SemanticVersion version) {
        return part + "-v" + version;
    }

    /** The highest version of a part that has a tag in this history. @throws ConfigException if git has no answer */
    public Optional<SemanticVersion> lastRelease(String part) throws ConfigException {
        String prefix = part + "-v";
        return git("git cannot list tags", "tag", "--list", prefix + "*", "--merged", "HEAD")
                .lines()
                .flatMap(tag -> SemanticVersion.read(tag.substring(prefix.length())).stream())
                .max(Comparator.naturalOrder());
    }

    /** The commit that a tag names. @throws ConfigException if git has no answer */
    public String commit(String tag) throws ConfigException {
        return git("git knows no tag " + tag, "rev-parse", "--verify", "--quiet", "refs/tags/" + tag + "^{commit}")
                .strip();
    }

    /**
     * The commits after a tag that changed one of these files or folders, the newest first, without merges.
     *
     * @throws ConfigException if git has no answer
     */
    public List<Commit> since(String tag, List<Path> paths) throws ConfigException {
        List<String> arguments =
                new ArrayList<>(List.of("log", "--no-merges", "--format=%h%x00%s%x00%b%x01", tag + "..HEAD", "--"));
        paths.forEach(path -> arguments.add(path.toString()));
        String log = git("git cannot tell what changed since " + tag, arguments.toArray(String[]::new));
        return Arrays.stream(log.split("\u0001", -1))
                .map(entry -> entry.strip().split("\0", -1))
                .filter(fields -> fields.length == FIELDS)
                .map(fields -> new Commit(fields[0], fields[1], fields[2]))
                .toList();
    }

    private static String git(String failure, String... arguments) throws ConfigException {
        try {
            return Git.in(Path.of("").toAbsolutePath())
                    .with(Map.of("GIT_LITERAL_PATHSPECS", "1"))
                    .output(List.of(arguments), failure);
        } catch (Command.Failure e) {
            throw new ConfigException("Versions are computed from git: " + e.getMessage());
        }
    }
}
