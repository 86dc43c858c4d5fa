package dev.auditflow.deploy.gitops;

import dev.auditflow.config.GitAccess;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a branch lives.
 *
 * @param address a URL or an absolute path, as git takes it
 * @param variables for git, which hold the token if there is one: arguments never do
 */
public record Remote(String address, Map<String, String> variables) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]+@");

    public Remote {
        variables = Map.copyOf(variables);
    }

    /**
     * Finds it.
     *
     * @param named the name of a remote of the repository around the folder, a URL, or a path from the folder
     * @param access with the token itself
     * @throws GitException if there is no such remote, or no such file of a key
     */
    public static Remote of(String named, Path folder, GitAccess access) throws GitException {
        String address = named;
        if (NAME.matcher(named).matches()) {
            try {
                address = Git.in(folder)
                        .line(
                                List.of("remote", "get-url", "--push", named),
                                "The repository here has no remote \"%s\"; name one, a URL or a path by \"remote\" under \"git\" of the environment"
                                        .formatted(named));
            } catch (Command.Failure e) {
                throw GitException.refused(String.valueOf(e.getMessage()));
            }
        }
        boolean path = !address.contains(":");
        if (path) {
            address = folder.resolve(address).toAbsolutePath().normalize().toString();
            if (!Files.exists(Path.of(address))) {
                throw GitException.refused(
                        "There is no repository %s; correct \"remote\" under \"git\" of the environment"
                                .formatted(address));
            }
        }
        Map<String, String> variables = new HashMap<>();
        if (!access.token().isEmpty()) {
            variables.putAll(header(address, access.token()));
        }
        if (access.sshKey() != null || access.knownHosts() != null) {
            variables.put("GIT_SSH_COMMAND", ssh(access));
        }
        return new Remote(address, variables);
    }

    /** A shell reads it, and ssh splits its options once more. */
    private static String ssh(GitAccess access) throws GitException {
        StringBuilder command = new StringBuilder("ssh -o BatchMode=yes");
        if (access.sshKey() != null) {
            command.append(" -o IdentitiesOnly=yes -i ").append(quoted(readable("sshKey", access.sshKey())));
        }
        if (access.knownHosts() != null) {
            String file = readable("knownHosts", access.knownHosts());
            command.append(" -o StrictHostKeyChecking=yes -o ").append(quoted("UserKnownHostsFile=\"" + file + "\""));
        }
        return command.toString();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String readable(String key, String file) throws GitException {
        if (!Files.isReadable(Path.of(file))) {
            throw GitException.refused(
                    "%s is not there, or not readable; correct \"%s\" under \"git\" of the environment"
                            .formatted(file, key));
        }
        return file;
    }

    private static Map<String, String> header(String address, String token) throws GitException {
        if (!address.startsWith("https://")) {
            throw GitException.refused(
                    "A token is only sent over HTTPS, and %s is none; leave \"token\" out".formatted(shown(address)));
        }
        String basic = Base64.getEncoder()
                .encodeToString(("x-access-token:" + token.strip()).getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "GIT_CONFIG_COUNT",
                "1",
                "GIT_CONFIG_KEY_0",
                "http.%s.extraHeader".formatted(address),
                "GIT_CONFIG_VALUE_0",
                "Authorization: Basic " + basic);
    }

    /** The address without credentials. */
    public String shown() {
        return shown(address);
    }

    static String shown(String address) {
        return CREDENTIALS.matcher(address).replaceAll("://");
    }
}
