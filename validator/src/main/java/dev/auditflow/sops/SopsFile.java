package dev.auditflow.sops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts a YAML file of SOPS. The MAC over all values is checked before anything is given out; a file without one, with key
 * groups, or with times outside of quotes among its plain values is refused.
 */
public final class SopsFile {
    private static final Pattern SEALED = Pattern.compile(
            "ENC\\[AES256_GCM,data:([A-Za-z0-9+/=]*),iv:([A-Za-z0-9+/=]+),tag:([A-Za-z0-9+/=]+),type:([a-z]+)]");
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();
    private static final byte[] ONLY_ENCRYPTED =
            UPPER.parseHex("8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69");
    private static final int BITS = 128;

    private final SecretKeySpec key;
    private final boolean onlyEncrypted;
    private final MessageDigest mac;

    private SopsFile(SecretKeySpec key, boolean onlyEncrypted) throws GeneralSecurityException {
        this.key = key;
        this.onlyEncrypted = onlyEncrypted;
        this.mac = MessageDigest.getInstance("SHA-512");
        if (onlyEncrypted) {
            mac.update(ONLY_ENCRYPTED);
        }
    }

    /** The documents of a file, decrypted. @throws SopsException if a key, the MAC or a value is not right */
    public static List<JsonNode> decrypt(String text, AgeIdentities identities) throws SopsException {
        YamlReader.Parsed parsed = YamlReader.read(text);
        if (parsed.faults().stream().anyMatch(fault -> fault.kind() != FaultKind.AMBIGUOUS_SCALAR)) {
            throw new SopsException("it is not readable YAML");
        }
        List<MapNode> documents = new ArrayList<>();
        for (Node node : parsed.documents()) {
            if (!(node instanceof MapNode map)) {
                throw new SopsException("a document in it is no mapping");
            }
            documents.add(map);
        }
        MapNode settings = documents.stream()
                .flatMap(map -> map.map("sops").stream())
                .findFirst()
                .orElseThrow(() ->
                        new SopsException("it is not encrypted by SOPS; encrypt it by 'sops encrypt --in-place'"));
        try {
            SopsFile file = new SopsFile(dataKey(settings, identities), flag(settings, "mac_only_encrypted"));
            List<JsonNode> plain = new ArrayList<>();
            for (MapNode document : documents) {
                plain.add(file.map(document, "", true));
            }
            file.checkMac(settings);
            return plain;
        } catch (GeneralSecurityException e) {
            throw new SopsException("this Java lacks what SOPS encrypts with");
        }
    }

    /** Whether a text is a value as SOPS encrypts it. */
    static boolean isSealed(String text) {
        return SEALED.matcher(text).matches();
    }

    /** The type of a value that SOPS encrypted: {@code str}, {@code int} and so on; empty for any other text. */
    static Optional<String> sealedType(String text) {
        Matcher sealed = SEALED.matcher(text);
        return sealed.matches() ? Optional.of(sealed.group(4)) : Optional.empty();
    }

    /** Whether a file names age recipients outside of key groups; others are for the program sops. */
    public static boolean isForAge(String text) {
        return YamlReader.read(text).documents().stream()
                .filter(MapNode.class::isInstance)
                .flatMap(document -> ((MapNode) document).map("sops").stream())
                .flatMap(settings -> settings.list("age").stream())
                .anyMatch(recipients -> !recipients.items().isEmpty());
    }

    private static SecretKeySpec dataKey(MapNode settings, AgeIdentities identities) throws SopsException {
        if (settings.list("key_groups").isPresent()
                || settings.get("shamir_threshold").filter(SopsFile::isSet).isPresent()) {
            throw new SopsException("its key is split into groups, which is not supported; use one group");
        }
        List<Node> recipients = settings.list("age").map(ListNode::items).orElse(List.of());
        for (Node recipient : recipients) {
            Optional<String> armored = recipient instanceof MapNode map ? map.string("enc") : Optional.empty();
            Optional<byte[]> key = armored.isEmpty() ? Optional.empty() : AgeFile.decrypt(armored.get(), identities);
            if (key.isPresent()) {
                return new SecretKeySpec(key.get(), "AES");
            }
        }
        throw new SopsException(
                recipients.isEmpty()
                        ? "it has no age recipient; add one by 'sops updatekeys'"
                        : "none of the age keys at hand is among its recipients");
    }

    private static boolean isSet(Node node) {
        return node instanceof ScalarNode scalar
                && !scalar.isNull()
                && !scalar.text().equals("0");
    }

    private static boolean flag(MapNode settings, String name) {
        return settings.get(name)
                .filter(node ->
                        node instanceof ScalarNode scalar && scalar.text().equals("true"))
                .isPresent();
    }

    private ObjectNode map(MapNode map, String path, boolean top) throws SopsException {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (MapNode.Entry entry : map.entries()) {
            if (!top || !entry.key().equals("sops")) {
                out.set(entry.key(), value(entry.value(), path + entry.key() + ":"));
            }
        }
        return out;
    }

    private JsonNode value(Node node, String path) throws SopsException {
        return switch (node) {
            case MapNode map -> map(map, path, false);
            case ListNode list -> {
                ArrayNode out = JsonNodeFactory.instance.arrayNode();
                for (Node item : list.items()) {
                    // Items add nothing to the path.
                    out.add(value(item, path));
                }
                yield out;
            }
            case ScalarNode scalar -> scalar(scalar, path);
        };
    }

    private JsonNode scalar(ScalarNode scalar, String path) throws SopsException {
        if (scalar.isNull()) {
            return JsonNodeFactory.instance.nullNode();
        }
        Matcher sealed = SEALED.matcher(scalar.text());
        if (sealed.matches()) {
            byte[] plain = open(sealed, path);
            mac.update(plain);
            return typed(sealed.group(4), new String(plain, StandardCharsets.UTF_8));
        }
        String plain = switch (scalar.kind()) {
            case BOOLEAN -> scalar.text().equals("true") ? "True" : "False";
            case FLOAT -> new BigDecimal(scalar.text()).stripTrailingZeros().toPlainString();
            default -> scalar.text();
        };
        if (!onlyEncrypted) {
            mac.update(plain.getBytes(StandardCharsets.UTF_8));
        }
        return switch (scalar.kind()) {
            case BOOLEAN -> JsonNodeFactory.instance.booleanNode(scalar.text().equals("true"));
            case INTEGER -> JsonNodeFactory.instance.numberNode(new java.math.BigInteger(scalar.text()));
            case FLOAT -> JsonNodeFactory.instance.numberNode(Double.parseDouble(scalar.text()));
            default -> JsonNodeFactory.instance.textNode(scalar.text());
        };
    }

    private byte[] open(Matcher sealed, String path) throws SopsException {
        try {
            Base64.Decoder decoder = Base64.getDecoder();
            byte[] data = decoder.decode(sealed.group(1));
            byte[] tag = decoder.decode(sealed.group(3));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(BITS, decoder.decode(sealed.group(2))));
            cipher.updateAAD(path.getBytes(StandardCharsets.UTF_8));
            byte[] first = cipher.update(data);
            byte[] rest = cipher.doFinal(tag);
            return first == null ? rest : join(first, rest);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SopsException("the value at %s was changed or moved"
                    .formatted(path.replaceAll(":$", "").replace(':', '.')));
        }
    }

    private static byte[] join(byte[] first, byte[] rest) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    private static JsonNode typed(String type, String plain) throws SopsException {
        try {
            return switch (type) {
                case "str", "bytes", "time" -> JsonNodeFactory.instance.textNode(plain);
                case "int" -> JsonNodeFactory.instance.numberNode(new java.math.BigInteger(plain));
                case "float" -> JsonNodeFactory.instance.numberNode(Double.parseDouble(plain));
                case "bool" -> JsonNodeFactory.instance.booleanNode(plain.equalsIgnoreCase("true"));
                default ->
                    throw new SopsException("it holds a value of the kind \"%s\", which is not known".formatted(type));
            };
        } catch (NumberFormatException e) {
            throw new SopsException("it holds a number that is none");
        }
    }

    private void checkMac(MapNode settings) throws SopsException {
        String said = settings.string("mac").orElse("");
        String modified = settings.get("lastmodified")
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).source())
                .orElse("");
        Matcher sealed = SEALED.matcher(said);
        if (!sealed.matches()) {
            throw new SopsException("it has no MAC");
        }
        byte[] wanted;
        try {
            wanted = open(sealed, modified);
        } catch (SopsException e) {
            throw new SopsException("its MAC was changed");
        }
        byte[] found = UPPER.formatHex(mac.digest()).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(wanted, found)) {
            throw new SopsException("its MAC does not fit its values: something was changed without SOPS");
        }
    }
}
