package dev.auditflow.deploy.gitops;

import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A repository of its own in a temporary folder, without a working tree: what a branch is read into and commits are made in. */
final class Repository implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ZERO = "0".repeat(40);
    private static final String FILE = "100644";

    private final Path folder;
    private final Git git;
    private final CommitStyle style;

    private Repository(Path folder, Git git, CommitStyle style) {
        this.folder = folder;
        this.git = git;
        this.style = style;
    }

    /** Makes an empty one. @throws GitException if there is no git, or no place for temporary files */
    static Repository create(Map<String, String> variables, CommitStyle style) throws GitException {
        try {
            Path folder = Files.createTempDirectory("auditflow-git").toRealPath();
            Map<String, String> own = new HashMap<>(variables);
            own.put("GIT_INDEX_FILE", folder.resolve("index").toString());
            own.put("GIT_ALLOW_PROTOCOL", "file:https:http:ssh:git");
            own.putAll(style.variables());
            Git git = Git.in(folder).with(own).within(LIMIT);
            Repository repository = new Repository(folder, git, style);
            repository.output(List.of("init", "--quiet", "--bare", "."), "git makes no repository in " + folder);
            return repository;
        } catch (IOException e) {
            throw GitException.refused("No temporary folder can be made: " + e.getMessage());
        }
    }

    Command.Result run(List<String> arguments) throws GitException {
        try {
            return git.run(arguments);
        } catch (Command.Failure e) {
            throw GitException.unknown(String.valueOf(e.getMessage()));
        }
    }

    String output(List<String> arguments, String failure) throws GitException {
        try {
            return git.output(arguments, failure);
        } catch (Command.Failure e) {
            throw GitException.refused(String.valueOf(e.getMessage()));
        }
    }

    /** The commit that a name means; empty if there is none. */
    String commit(String name) throws GitException {
        return object(name + "^{commit}");
    }

    /** The tree of a folder in a commit; empty if there is none. */
    String tree(String commit, String path) throws GitException {
        return commit.isEmpty() ? "" : object(commit + ":" + path);
    }

    private String object(String name) throws GitException {
        Command.Result result = run(List.of("rev-parse", "--verify", "--quiet", "--end-of-options", name));
        return result.exitCode() == 0 ? result.output().strip() : "";
    }

    /** Whether the first commit is the second, or was made before it on the same line. */
    boolean isBefore(String first, String second) throws GitException {
        return run(List.of("merge-base", "--is-ancestor", first, second)).exitCode() == 0;
    }

    /** The files below a folder of a commit or tree: path below the folder, and object. */
    SortedMap<String, String> blobs(String treeish, String path) throws GitException {
        SortedMap<String, String> blobs = new TreeMap<>();
        if (treeish.isEmpty()) {
            return blobs;
        }
        String listed = output(List.of("ls-tree", "-r", "-z", treeish, "--", path + "/"), "git does not list " + path);
        for (String line : listed.split("\0", -1)) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                blobs.put(
                        line.substring(tab + path.length() + 2),
                        line.substring(0, tab).split(" ", -1)[2]);
            }
        }
        return blobs;
    }

    Optional<String> text(String commit, String path) throws GitException {
        Command.Result result = run(List.of("cat-file", "blob", commit + ":" + path));
        return result.exitCode() == 0 ? Optional.of(result.output()) : Optional.empty();
    }

    /** Keeps texts as objects, by the same keys. */
    SortedMap<String, String> keep(SortedMap<String, String> texts) throws GitException {
        SortedMap<String, String> objects = new TreeMap<>();
        if (texts.isEmpty()) {
            return objects;
        }
        try {
            Path place = Files.createTempDirectory(folder, "files");
            List<String> names = new ArrayList<>();
            for (String text : texts.values()) {
                Path file = place.resolve(Integer.toString(names.size()));
                Files.write(file, text.getBytes(StandardCharsets.UTF_8));
                names.add(file.toString());
            }
            Command.Result result = git.run(
                    List.of("hash-object", "-w", "--no-filters", "--stdin-paths"), String.join("\n", names) + "\n");
            List<String> hashes = result.output().lines().toList();
            if (result.exitCode() != 0 || hashes.size() != names.size()) {
                throw GitException.refused(
                        "git keeps no objects: " + Git.reason(result).orElse("no reason given"));
            }
            int i = 0;
            for (String key : texts.keySet()) {
                objects.put(key, hashes.get(i++));
            }
            return objects;
        } catch (IOException e) {
            throw GitException.refused("Temporary files cannot be written: " + e.getMessage());
        } catch (Command.Failure e) {
            throw GitException.refused(String.valueOf(e.getMessage()));
        }
    }

    /** A tree like another, with a folder's files replaced by these, and with files at its root. */
    String write(String treeish, Edit edit) throws GitException {
        output(
                treeish.isEmpty() ? List.of("read-tree", "--empty") : List.of("read-tree", treeish),
                "git reads no tree");
        StringBuilder lines = new StringBuilder();
        for (String old : blobs(treeish, edit.folder()).keySet()) {
            lines.append("0 %s\t%s/%s\0".formatted(ZERO, edit.folder(), old));
        }
        edit.blobs().forEach((name, blob) -> lines.append("%s %s\t%s/%s\0".formatted(FILE, blob, edit.folder(), name)));
        edit.beside().forEach((name, blob) -> lines.append("%s %s\t%s\0".formatted(FILE, blob, name)));
        try {
            Command.Result result = git.run(List.of("update-index", "-z", "--index-info"), lines.toString());
            if (result.exitCode() != 0) {
                throw GitException.refused("The files do not fit on the branch: "
                        + Git.reason(result).orElse("git gives no reason"));
            }
        } catch (Command.Failure e) {
            throw GitException.refused(String.valueOf(e.getMessage()));
        }
        return output(List.of("write-tree"), "git writes no tree").strip();
    }

    /** Makes a commit, signed if there is a key. It is on no branch yet. */
    String commit(String tree, List<String> parents, String message) throws GitException {
        List<String> arguments = new ArrayList<>(style.settings());
        arguments.add("commit-tree");
        arguments.addAll(style.flags());
        parents.forEach(parent -> arguments.addAll(List.of("-p", parent)));
        arguments.add(tree);
        try {
            Command.Result result = git.run(arguments, message);
            if (result.exitCode() != 0) {
                throw GitException.refused("git makes no commit%s: %s"
                        .formatted(
                                style.signingKey().isEmpty() ? "" : " signed by " + style.signingKey(),
                                Git.reason(result).orElse("no reason given")));
            }
            return result.output().strip();
        } catch (Command.Failure e) {
            throw GitException.refused(String.valueOf(e.getMessage()));
        }
    }

    /** What stays in place of a folder's files. */
    record Edit(String folder, SortedMap<String, String> blobs, SortedMap<String, String> beside) {}

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
