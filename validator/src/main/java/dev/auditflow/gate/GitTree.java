package dev.auditflow.gate;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.Command;
import dev.auditflow.host.Folders;
import dev.auditflow.host.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files of a commit in a folder of their own. Neither the working tree nor the index of the repository is touched. */
public final class GitTree implements AutoCloseable {
    private final String ref;
    private final Path root;
    private final Path temporary;

    private GitTree(String ref, Path root, Path temporary) {
        this.ref = ref;
        this.root = root;
        this.temporary = temporary;
    }

    /**
     * Writes the files of a commit of the repository around the working directory.
     *
     * @param ref a branch, tag or commit
     * @throws ConfigException with a sentence if git has no such commit
     */
    public static GitTree of(String ref) throws ConfigException {
        if (ref.isEmpty() || ref.startsWith("-")) {
            throw new ConfigException("--against takes a branch, tag or commit, not \"" + ref + "\"");
        }
        Path root =
                Path.of(git(List.of("rev-parse", "--show-toplevel"), Map.of(), "This folder is in no git repository")
                        .strip());
        String commit = git(
                        List.of("rev-parse", "--verify", "--quiet", ref + "^{commit}"),
                        Map.of(),
                        "git knows no commit \"" + ref + "\"; fetch it first")
                .strip();
        GitTree tree = new GitTree(ref, root, temporary());
        try {
            Map<String, String> own =
                    Map.of("GIT_INDEX_FILE", tree.temporary.resolve("index").toString());
            String top = root.toString();
            git(List.of("-C", top, "read-tree", commit), own, "git cannot read the commit");
            git(
                    List.of("-C", top, "checkout-index", "--all", "--prefix=" + tree.folder() + "/"),
                    own,
                    "git cannot write the files of the commit");
            return tree;
        } catch (ConfigException e) {
            tree.close();
            throw e;
        }
    }

    private static Path temporary() throws ConfigException {
        try {
            return Files.createTempDirectory("auditflow-against").toRealPath();
        } catch (IOException e) {
            throw new ConfigException("No temporary folder can be made: " + e.getMessage());
        }
    }

    private Path folder() {
        return temporary.resolve("tree");
    }

    /** Where a file of the working tree is in the commit. @throws ConfigException for a file outside of the repository */
    public Path at(Path file) throws ConfigException {
        Path absolute = real(file);
        if (!absolute.startsWith(root)) {
            throw new ConfigException(file + " lies outside of the repository " + root);
        }
        return folder().resolve(root.relativize(absolute).toString());
    }

    /** A text with the files of the commit named as people know them: {@code main:charts/web/values.yaml}. */
    public String named(String text) {
        return text.replace(folder() + "/", ref + ":");
    }

    /** Where it really is, or would be. */
    private static Path real(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            Path parent = absolute.getParent();
            return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            return absolute;
        }
    }

    private static String git(List<String> arguments, Map<String, String> environment, String failure)
            throws ConfigException {
        try {
            return Git.in(Path.of("")).with(environment).output(arguments, failure);
        } catch (Command.Failure e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** Removes the files; what cannot be removed stays for the system to clean up. */
    @Override
    public void close() {
        try {
            Folders.delete(temporary);
        } catch (IOException e) {
            temporary.toFile().deleteOnExit();
        }
    }
}
