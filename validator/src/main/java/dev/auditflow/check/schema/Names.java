package dev.auditflow.check.schema;

import java.util.Locale;
import java.util.regex.Pattern;

/** Kubernetes' rules for names, as apimachinery's {@code validation} package has them. Each answers "" or what is wrong. */
final class Names {
    private static final Pattern LABEL_1123 = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");

    private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9]+");
    private static final Pattern SYSCTL =
            Pattern.compile("[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*");

    private static final Pattern SEARCH_DOMAIN =
            Pattern.compile("_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*");
    private static final Pattern URL_PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

    private Names() {}

    /** A DNS label: names of containers, volumes and namespaces. */
    static String label(String text) {
        if (text.length() > 63) {
            return "it may have 63 characters at most";
        }
        return LABEL_1123.matcher(text).matches()
                ? ""
                : "it takes lower case letters, digits and '-', and starts and ends with a letter or digit";
    }

    /** A DNS subdomain: names of most objects. */
    static String subdomain(String text) {
        if (text.length() > 253) {
            return "it may have 253 characters at most";
        }
        return SUBDOMAIN.matcher(text).matches()
                ? ""
                : "it takes lower case letters, digits, '-' and '.', and starts and ends with a letter or digit";
    }

    /** A DNS label as RFC 1035 has it: names of Services. */
    static String label1035(String text) {
        if (text.length() > 63) {
            return "it may have 63 characters at most";
        }
        return LABEL_1035.matcher(text).matches()
                ? ""
                : "it takes lower case letters, digits and '-', starts with a letter and ends with a letter or digit";
    }

    static String notEmpty(String text) {
        return text.isEmpty() ? "it must not be empty" : "";
    }

    /** A DNS subdomain whose first label may be a star. */
    static String wildcardOrSubdomain(String text) {
        if (!text.contains("*")) {
            return subdomain(text);
        }
        return text.startsWith("*.") && subdomain(text.substring(2)).isEmpty()
                ? ""
                : "a star may stand for the first label only: *.example.org";
    }

    /** A host of an Ingress: a name, not an address; empty for all hosts. */
    static String ingressHost(String text) {
        if (text.isEmpty()) {
            return "";
        }
        return Networks.ip(text).isEmpty() ? "it must be a DNS name, not an IP address" : wildcardOrSubdomain(text);
    }

    /** A DNS subdomain of three labels or more: names of webhooks. */
    static String fullyQualified(String text) {
        String wrong = subdomain(text);
        return wrong.isEmpty() && text.chars().filter(c -> c == '.').count() < 2
                ? "it needs at least three parts with dots between them, such as check.example.org"
                : wrong;
    }

    /** A DNS subdomain of two labels or more: groups of CRDs. */
    static String group(String text) {
        String wrong = subdomain(text);
        return wrong.isEmpty() && !text.contains(".") ? "it needs at least one dot, such as example.org" : wrong;
    }

    /** A domain, a slash and a path: controllers of ingress classes. */
    static String domainPath(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            return "it takes the form example.org/name";
        }
        String wrong = subdomain(text.substring(0, slash));
        boolean path = URL_PATH.matcher(text.substring(slash + 1)).matches();
        return wrong.isEmpty() && !path ? "what stands behind the '/' must be a path of a URL" : wrong;
    }

    /** A CSI driver or provisioner: a qualified name in any case. */
    static String driver(String text) {
        return text.isEmpty() ? "" : qualified(text.toLowerCase(Locale.ROOT));
    }

    /** A CSI driver's own name: a DNS subdomain in any case, not too long. */
    static String csiDriver(String text) {
        return text.length() > 63 ? "it may have 63 characters at most" : subdomain(text.toLowerCase(Locale.ROOT));
    }

    /** A kind: a DNS label as RFC 1035 has it, in any case. */
    static String kind(String text) {
        return label1035(text.toLowerCase(Locale.ROOT));
    }

    /** The name of an HTTP header. */
    static String header(String text) {
        return HEADER.matcher(text).matches() ? "" : "it takes letters, digits and '-'";
    }

    /** A kernel parameter of a pod. */
    static String sysctl(String text) {
        return text.length() <= 253 && SYSCTL.matcher(text).matches()
                ? ""
                : "it takes lower case letters, digits, '-', '_' and '.' or '/' between its parts";
    }

    /** A part of a URL path: names of roles and bindings. */
    static String pathSegment(String text) {
        if (text.equals(".") || text.equals("..")) {
            return "it may not be \"" + text + "\"";
        }
        return text.contains("/") || text.contains("%") ? "it may not contain '/' or '%'" : "";
    }

    /** A label key: an optional DNS subdomain and a slash, then a name. */
    static String qualified(String text) {
        int slash = text.indexOf('/');
        String prefix = slash < 0 ? "" : text.substring(0, slash);
        String name = text.substring(slash + 1);
        if (slash == 0 || (slash > 0 && !subdomain(prefix).isEmpty())) {
            return "what stands before the '/' must be a DNS name";
        }
        if (name.length() > 63) {
            return "its name may have 63 characters at most";
        }
        return QUALIFIED.matcher(name).matches()
                ? ""
                : "its name takes letters, digits, '-', '_' and '.', and starts and ends with a letter or digit";
    }

    static String labelValue(String text) {
        if (text.length() > 63) {
            return "it may have 63 characters at most";
        }
        return text.isEmpty() || QUALIFIED.matcher(text).matches()
                ? ""
                : "it takes letters, digits, '-', '_' and '.', and starts and ends with a letter or digit";
    }

    /** A port's name, as IANA has service names. */
    static String port(String text) {
        if (text.length() > 15) {
            return "it may have 15 characters at most";
        }
        boolean fits = PORT_NAME.matcher(text).matches()
                && !text.contains("--")
                && text.chars().anyMatch(c -> c >= 'a' && c <= 'z');
        return fits ? "" : "it takes lower case letters, digits and single '-', with at least one letter";
    }

    /** A domain that DNS is searched in; underscores are taken. */
    static String searchDomain(String text) {
        String domain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        boolean fits = text.equals(".")
                || (domain.length() <= 253 && SEARCH_DOMAIN.matcher(domain).matches());
        return fits ? "" : "it takes lower case letters, digits, '-', '_' and '.' between its parts";
    }

    /** A key of a ConfigMap or Secret. */
    static String configKey(String text) {
        if (text.length() > 253 || text.equals(".") || text.startsWith("..")) {
            return "it may have 253 characters at most and not start with '..'";
        }
        return CONFIG_KEY.matcher(text).matches() ? "" : "it takes letters, digits, '-', '_' and '.'";
    }

    /** An environment variable's name, as Kubernetes 1.30 and later take it. */
    static String variable(String text) {
        boolean fits = !text.isEmpty() && text.chars().allMatch(c -> c >= 32 && c < 127 && c != '=');
        return fits ? "" : "it takes printable ASCII characters without '='";
    }
}
