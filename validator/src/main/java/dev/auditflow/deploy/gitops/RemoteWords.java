package dev.auditflow.deploy.gitops;

import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why a remote could not be reached, in git's and ssh's words, and the way out where they are known. */
final class RemoteWords {
    private static final Map<String, String> WAYS = ways();

    private RemoteWords() {}

    static String of(Command.Result result) {
        String reason = Git.reason(result).orElse("no reason given");
        return WAYS.entrySet().stream()
                .filter(way -> result.errors().contains(way.getKey()))
                .findFirst()
                .map(way -> "%s (%s)".formatted(way.getValue(), reason))
                .orElse(reason);
    }

    private static Map<String, String> ways() {
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put(
                "could not read Username",
                "nobody gets in without a token, or with one that is wrong or has expired: see \"token\" under \"git\" of the environment");
        ways.put("Authentication failed", "the token is wrong, or has expired");
        ways.put("returned error: 403", "whoever the token is of has no right to this");
        ways.put(
                "Permission denied (publickey",
                "it knows none of the keys that were offered: name one by \"sshKey\" under \"git\" of the environment");
        ways.put(
                "Host key verification failed",
                "its key is not known here: put it into the file that \"knownHosts\" under \"git\" of the environment names");
        ways.put("certificate", "whoever signed its certificate is not trusted here: see http.sslCAInfo of git");
        return ways;
    }
}
