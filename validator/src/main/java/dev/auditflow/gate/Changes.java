package dev.auditflow.gate;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The files that changed since a commit: what git knows of, what is not committed yet, and what is new. */
public final class Changes {
    private final String since;
    private final List<Path> files;

    private Changes(String since, List<Path> files) {
        this.since = since;
        this.files = List.copyOf(files);
    }

    /**
     * Asks git in the working directory. Both names of a renamed file count.
     *
     * @param since a branch, tag or commit; what it and the working tree have in common is the base
     * @throws ConfigException with a sentence if git has no answer
     */
    public static Changes since(String since) throws ConfigException {
        if (since.isEmpty() || since.startsWith("-")) {
            throw new ConfigException("--changed-since takes a branch, tag or commit, not \"" + since + "\"");
        }
        Path root = Path.of(line(List.of("rev-parse", "--show-toplevel"), "This folder is in no git repository"));
        line(
                List.of("rev-parse", "--verify", "--quiet", since + "^{commit}"),
                "git knows no commit \"" + since + "\"; fetch it first");
        String base = line(
                List.of("merge-base", since, "HEAD"),
                "\"" + since + "\" and HEAD have no commit in common here; fetch more of the history (fetch-depth: 0)");
        List<Path> files = new ArrayList<>();
        String changed = git(List.of("diff", "--name-only", "--no-renames", "-z", base), "git cannot compare");
        String added = git(
                List.of("ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"), "git cannot list");
        for (String names : List.of(changed, added)) {
            Arrays.stream(names.split("\0", -1))
                    .filter(name -> !name.isEmpty())
                    .map(root::resolve)
                    .forEach(files::add);
        }
        return new Changes(since, files);
    }

    /** Whether one of these files or folders, or something below, changed. */
    public boolean touch(List<Path> paths) {
        return paths.stream()
                .map(Changes::real)
                .anyMatch(path -> files.stream().anyMatch(file -> file.startsWith(path)));
    }

    /** Whether what a target is rendered from and compared with changed. */
    public boolean touch(Target target, GoldenFiles golden) {
        List<Path> paths = new ArrayList<>(target.options().valuesFiles());
        paths.addAll(target.options().lookup());
        for (String expression : target.options().setFile()) {
            Arrays.stream(expression.split(",", -1))
                    .map(part -> part.substring(part.indexOf('=') + 1))
                    .filter(name -> !name.isEmpty())
                    .map(Path::of)
                    .forEach(paths::add);
        }
        golden.folderOf(target).ifPresent(paths::add);
        return switch (target.source()) {
            case Source.Chart(Path path) -> touch(with(paths, path));
            case Source.Manifests(Path path) -> touch(with(paths, path));
            // A kustomization reads files outside of its folder, and standard input has no history.
            case Source.Kustomization _, Source.StandardInput _ -> true;
        };
    }

    /** Why an untouched target is not checked. */
    public String reason() {
        return "not touched since " + since;
    }

    private static List<Path> with(List<Path> paths, Path path) {
        paths.add(path);
        return paths;
    }

    /** git names files by their real place. What is gone has none. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static String line(List<String> arguments, String failure) throws ConfigException {
        return git(arguments, failure).strip();
    }

    private static String git(List<String> arguments, String failure) throws ConfigException {
        try {
            return Git.in(Path.of("")).output(arguments, failure);
        } catch (Command.Failure e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }
}
