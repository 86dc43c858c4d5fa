package dev.auditflow.render.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a person might write at an empty value, by the name of its key. */
final class PlausibleValues {
    private static final Map<String, String> MAPPINGS = table(
            "resources", "{'requests':{'cpu':'100m','memory':'128Mi'},'limits':{'memory':'256Mi','cpu':1}}",
            "nodeselector", "{'kubernetes.io/os':'linux'}",
            "affinity",
                    "{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':"
                            + "[{'matchExpressions':[{'key':'a','operator':'In','values':['b']}]}]}}}",
            "securitycontext", "{'runAsUser':1000,'runAsNonRoot':true,'capabilities':{'drop':['ALL']}}",
            "strategy", "{'type':'RollingUpdate','rollingUpdate':{'maxUnavailable':'25%','maxSurge':1}}",
            "probe", "{'httpGet':{'path':'/','port':'http'},'periodSeconds':10,'enabled':true}",
            "", "{'example.com/key':'a: b # c','number':'17','{{ .Release.Name }}':'{{ .Chart.Name }}','on':true}");
    private static final Map<String, String> LISTS = table(
            "tolerations", "[{'key':'a','operator':'Exists','effect':'NoSchedule'}]",
            "envfrom", "[{'secretRef':{'name':'{{ .Release.Name }}-env'}}]",
            "env", "[{'name':'A','value':'b'},{'name':'C','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}]",
            "pullsecrets", "[{'name':'registry'}]",
            "volumemounts", "[{'name':'v','mountPath':'/v','readOnly':true}]",
            "volume", "[{'name':'v','emptyDir':{}}]",
            "tls", "[{'secretName':'tls','hosts':['example.com']}]",
            "hosts", "['example.com','www.example.com']",
            "containers", "[{'name':'side','image':'busybox:1.36','args':['{{ .Release.Name }}']}]",
            "rules", "[{'apiGroups':[''],'resources':['pods'],'verbs':['get','list']}]",
            "topologyspread", "[{'maxSkew':1,'topologyKey':'zone','whenUnsatisfiable':'DoNotSchedule'}]",
            "args", "['--a=b','--c']",
            "ports", "[{'name':'extra','port':8081,'targetPort':'extra','protocol':'TCP'}]",
            "", "['one','two: three','{{ .Release.Name }}']");
    private static final Map<String, String> TEXTS = table(
            "port", "8080",
            "schedule", "'0 3 * * *'",
            "tag", "'1.2.3'",
            "replicas", "3",
            "size", "'8Gi'",
            "url", "'https://example.com:8443/x?y=z'",
            "host", "'example.com'",
            "version", "'v1.2.3'",
            "seconds", "30",
            "", "'some-text'");

    private PlausibleValues() {}

    static JsonNode mapping(String key) {
        return find(MAPPINGS, key);
    }

    static JsonNode list(String key) {
        return find(LISTS, key);
    }

    static JsonNode text(String key) {
        return find(TEXTS, key);
    }

    /** The first entry whose name is part of the key; the last one fits all. */
    private static JsonNode find(Map<String, String> table, String key) {
        String name = key.toLowerCase(Locale.ROOT);
        String json = table.entrySet().stream()
                .filter(entry -> name.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }

    private static Map<String, String> table(String... pairs) {
        Map<String, String> table = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            table.put(pairs[i], pairs[i + 1]);
        }
        return table;
    }
}
