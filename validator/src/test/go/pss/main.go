// Command pss prints what Kubernetes' own Pod Security admission forbids in pods that are made here by changing one
// that it allows at every level. One JSON object a line: the first holds the pod, every other the changes, and the ids
// of the checks that forbid the result, by the first version of the policy in which they do.
//
//	go run . > ../../resources/pss/verdicts.jsonl        the table that is kept
//	go run . -random 5000 -seed 7                         changes in random combinations
//	go run . -pods DIR                                    pods in YAML files instead
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/yaml"
)

const oldest, newest = 30, 36

type change struct {
	Path  []any `json:"path"`
	Value any   `json:"value"` // null removes the field
}

type line struct {
	Name      string              `json:"name,omitempty"`
	Pod       map[string]any      `json:"pod,omitempty"`
	Changes   []change            `json:"changes,omitempty"`
	Forbidden map[string][]string `json:"forbidden"`
}

func main() {
	random := flag.Int("random", 0, "how many random combinations of changes to print instead of the table")
	seed := flag.Int64("seed", 1, "of the random combinations")
	pods := flag.String("pods", "", "folder of YAML files, one pod each, to judge instead")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	print := func(l line) {
		if err := encoder.Encode(l); err != nil {
			fail(err)
		}
	}
	if *pods != "" {
		judgeFiles(*pods, print)
		return
	}
	print(line{Pod: base(), Forbidden: forbidden(base())})
	if *random > 0 {
		source := rand.New(rand.NewSource(*seed))
		all := singles()
		for range *random {
			var changes []change
			for range 2 + source.Intn(3) {
				changes = append(changes, all[source.Intn(len(all))]...)
			}
			print(line{Changes: changes, Forbidden: forbidden(changed(changes))})
		}
		return
	}
	for _, changes := range append(singles(), combinations()...) {
		print(line{Changes: changes, Forbidden: forbidden(changed(changes))})
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "pss:", err)
	os.Exit(1)
}

// A pod with every kind of container that the restricted level allows.
func base() map[string]any {
	container := func(name string) map[string]any {
		return map[string]any{
			"name":  name,
			"image": "example.org/app:1",
			"securityContext": map[string]any{
				"allowPrivilegeEscalation": false,
				"capabilities":             map[string]any{"drop": []any{"ALL"}},
			},
		}
	}
	return map[string]any{
		"apiVersion": "v1",
		"kind":       "Pod",
		"metadata":   map[string]any{"name": "pod"},
		"spec": map[string]any{
			"securityContext": map[string]any{
				"runAsNonRoot":   true,
				"seccompProfile": map[string]any{"type": "RuntimeDefault"},
			},
			"containers":          []any{container("app")},
			"initContainers":      []any{container("init")},
			"ephemeralContainers": []any{container("debug")},
		},
	}
}

var kinds = []string{"containers", "initContainers", "ephemeralContainers"}

func at(path string, value any) change {
	var steps []any
	for _, step := range strings.Split(path, ".") {
		if step == "0" {
			steps = append(steps, 0)
		} else {
			steps = append(steps, step)
		}
	}
	return change{steps, value}
}

func object(pairs ...any) map[string]any {
	made := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		made[pairs[i].(string)] = pairs[i+1]
	}
	return made
}

func list(values ...any) []any { return values }

// One change each.
func singles() [][]change {
	var all [][]change
	add := func(path string, values ...any) {
		for _, value := range values {
			all = append(all, []change{at(path, value)})
		}
	}
	for _, field := range []string{"hostNetwork", "hostPID", "hostIPC", "hostUsers"} {
		add("spec."+field, true, false)
	}
	add("spec.os", object("name", "linux"), object("name", "windows"))
	contexts := []string{"spec.securityContext"}
	for _, kind := range kinds {
		contexts = append(contexts, "spec."+kind+".0.securityContext")
	}
	for _, context := range contexts {
		add(context, nil, object())
		add(context+".windowsOptions", object(), object("hostProcess", true), object("hostProcess", false))
		for _, kind := range []string{"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t", "unconfined_t"} {
			add(context+".seLinuxOptions", object("type", kind))
		}
		add(context+".seLinuxOptions", object(), object("user", "u"), object("user", ""), object("role", "r"), object("role", ""), object("level", "s0:c1"))
		for _, profile := range []string{"seccompProfile", "appArmorProfile"} {
			add(context+"."+profile, nil, object("type", "RuntimeDefault"), object("type", "Unconfined"),
				object("type", "Localhost", "localhostProfile", "own"))
		}
		add(context+".runAsNonRoot", nil, true, false)
		add(context+".runAsUser", 0, 1, 65534)
		add(context+".runAsGroup", 0)
	}
	for _, sysctl := range []string{
		"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports",
		"net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range", "net.ipv4.tcp_syncookies",
		"net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
		"net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem", "net.core.somaxconn", "kernel.msgmax",
		"net/ipv4/tcp_rmem", "",
	} {
		add("spec.securityContext.sysctls", list(object("name", sysctl, "value", "1")))
	}
	add("spec.securityContext.sysctls", list(), list(object("name", "net.ipv4.tcp_syncookies", "value", "1"), object("name", "kernel.sem", "value", "1")))
	for _, kind := range kinds {
		container := "spec." + kind + ".0"
		context := container + ".securityContext"
		add(context+".privileged", true, false)
		add(context+".procMount", "Default", "Unmasked", "")
		add(context+".allowPrivilegeEscalation", nil, true)
		for _, capability := range []string{
			"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
			"SETGID", "SETPCAP", "SETUID", "SYS_CHROOT", "NET_RAW", "SYS_ADMIN", "SYS_TIME", "ALL", "net_bind_service",
			"CAP_NET_BIND_SERVICE", "",
		} {
			add(context+".capabilities.add", list(capability))
		}
		add(context+".capabilities.add", list(), list("NET_BIND_SERVICE", "SYS_PTRACE"))
		add(context+".capabilities.drop", nil, list(), list("NET_RAW"), list("all"), list("KILL", "ALL"))
		add(context+".capabilities", nil, object())
		add(container+".ports", list(), list(object("containerPort", 80)), list(object("containerPort", 80, "hostPort", 0)),
			list(object("containerPort", 80, "hostPort", 80)), list(object("containerPort", 80), object("containerPort", 81, "hostPort", 81)))
		for _, handler := range []string{"livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop"} {
			for _, host := range []string{"", "localhost", "127.0.0.1", "10.0.0.1", "::1"} {
				add(container+"."+handler, object("httpGet", object("port", 80, "host", host)), object("tcpSocket", object("port", 80, "host", host)))
			}
			add(container+"."+handler, object("httpGet", object("port", 80)), object("exec", object("command", list("true"))))
		}
		add(container+".livenessProbe", object("grpc", object("port", 80)))
	}
	for _, source := range []change{
		at("configMap", object("name", "a")), at("csi", object("driver", "a")), at("downwardAPI", object()),
		at("emptyDir", object()), at("ephemeral", object()), at("image", object("reference", "a")),
		at("persistentVolumeClaim", object("claimName", "a")), at("projected", object()), at("secret", object("secretName", "a")),
		at("hostPath", object("path", "/var")), at("hostPath", object("path", "")), at("nfs", object("server", "a", "path", "/")),
		at("iscsi", object("targetPortal", "a", "iqn", "b", "lun", 0)), at("gcePersistentDisk", object("pdName", "a")),
		at("awsElasticBlockStore", object("volumeID", "a")), at("gitRepo", object("repository", "a")),
		at("glusterfs", object("endpoints", "a", "path", "b")), at("rbd", object("monitors", list("a"), "image", "b")),
		at("flexVolume", object("driver", "a")), at("cinder", object("volumeID", "a")), at("cephfs", object("monitors", list("a"))),
		at("flocker", object("datasetName", "a")), at("fc", object("lun", 0)), at("azureFile", object("secretName", "a", "shareName", "b")),
		at("vsphereVolume", object("volumePath", "a")), at("quobyte", object("registry", "a", "volume", "b")),
		at("azureDisk", object("diskName", "a", "diskURI", "b")), at("photonPersistentDisk", object("pdID", "a")),
		at("portworxVolume", object("volumeID", "a")), at("scaleIO", object("gateway", "a", "system", "b", "secretRef", object("name", "c"))),
		at("storageos", object("volumeName", "a")),
	} {
		add("spec.volumes", list(object("name", "data", source.Path[0].(string), source.Value)))
	}
	// A volume without a source becomes an emptyDir before the admission sees it, so it is not among these.
	add("spec.volumes", list())
	for _, profile := range []string{"runtime/default", "localhost/own", "unconfined", "", "other"} {
		for _, name := range []string{"app", "init", "absent"} {
			add("metadata.annotations", object("container.apparmor.security.beta.kubernetes.io/"+name, profile))
		}
	}
	add("metadata.annotations", object("seccomp.security.alpha.kubernetes.io/pod", "unconfined"))
	return all
}

// Changes that bear on each other.
func combinations() [][]change {
	var all [][]change
	app := "spec.containers.0.securityContext"
	for _, pod := range []any{nil, true, false} {
		for _, own := range []any{nil, true, false} {
			for _, others := range []any{nil, true} {
				for _, users := range []any{nil, false} {
					all = append(all, []change{
						at("spec.securityContext.runAsNonRoot", pod), at(app+".runAsNonRoot", own),
						at("spec.initContainers.0.securityContext.runAsNonRoot", others),
						at("spec.ephemeralContainers.0.securityContext.runAsNonRoot", others), at("spec.hostUsers", users),
					})
				}
			}
		}
	}
	profiles := []any{nil, object("type", "RuntimeDefault"), object("type", "Unconfined")}
	for _, pod := range profiles {
		for _, own := range profiles {
			for _, others := range profiles[:2] {
				all = append(all, []change{
					at("spec.securityContext.seccompProfile", pod), at(app+".seccompProfile", own),
					at("spec.initContainers.0.securityContext.seccompProfile", others),
					at("spec.ephemeralContainers.0.securityContext.seccompProfile", others),
				})
			}
		}
	}
	for _, os := range []string{"linux", "windows"} {
		for _, more := range []change{
			at("spec.securityContext.seccompProfile", nil), at(app+".allowPrivilegeEscalation", true), at(app+".capabilities", nil),
			at(app+".capabilities.add", list("SYS_ADMIN")), at(app+".runAsNonRoot", false), at(app+".privileged", true),
			at("spec.securityContext.runAsNonRoot", nil), at(app+".seccompProfile", object("type", "Unconfined")),
		} {
			all = append(all, []change{at("spec.os", object("name", os)), more})
		}
	}
	for _, users := range []any{true, false} {
		for _, more := range []change{
			at(app+".procMount", "Unmasked"), at(app+".runAsUser", 0), at("spec.securityContext.runAsUser", 0),
			at(app+".runAsNonRoot", false), at("spec.securityContext", nil), at(app+".privileged", true), at("spec.hostNetwork", true),
		} {
			all = append(all, []change{at("spec.hostUsers", users), more})
		}
	}
	for _, kind := range kinds[1:] {
		all = append(all, []change{at("spec."+kind, nil)}, []change{at("spec."+kind, list())})
	}
	return all
}

func changed(changes []change) map[string]any {
	pod := base()
	for _, c := range changes {
		set(pod, c.Path, c.Value)
	}
	return pod
}

// Sets a field, making the objects on the way to it. A change below what an earlier one took away is left out.
func set(into any, path []any, value any) {
	for i, step := range path[:len(path)-1] {
		switch here := into.(type) {
		case map[string]any:
			next, there := here[step.(string)]
			if !there {
				if _, isIndex := path[i+1].(int); isIndex {
					return
				}
				next = map[string]any{}
				here[step.(string)] = next
			}
			into = next
		case []any:
			if len(here) == 0 {
				return
			}
			into = here[step.(int)]
		}
	}
	if here, isObject := into.(map[string]any); isObject {
		key := path[len(path)-1].(string)
		if value == nil {
			delete(here, key)
		} else {
			here[key] = value
		}
	}
}

// Ids of checks that forbid the pod, by the version from which on that is the list.
func forbidden(pod map[string]any) map[string][]string {
	text, err := json.Marshal(pod)
	if err != nil {
		fail(err)
	}
	var typed corev1.Pod
	if err := json.Unmarshal(text, &typed); err != nil {
		fail(fmt.Errorf("%s: %w", text, err))
	}
	return judge(&typed)
}

func judge(pod *corev1.Pod) map[string][]string {
	found := map[string][]string{}
	before := "none"
	for minor := oldest; minor <= newest; minor++ {
		ids := []string{}
		for _, check := range policy.DefaultChecks() {
			if run := of(check, api.MajorMinorVersion(1, minor)); run != nil && !run(&pod.ObjectMeta, &pod.Spec).Allowed {
				ids = append(ids, string(check.ID))
			}
		}
		sort.Strings(ids)
		if now := strings.Join(ids, ","); now != before {
			found[fmt.Sprintf("1.%d", minor)] = ids
			before = now
		}
	}
	return found
}

func of(check policy.Check, version api.Version) policy.CheckPodFn {
	var run policy.CheckPodFn
	for _, versioned := range check.Versions {
		if !version.Older(versioned.MinimumVersion) {
			run = versioned.CheckPod
		}
	}
	return run
}

func judgeFiles(folder string, print func(line)) {
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var typed corev1.Pod
		if err := yaml.Unmarshal(text, &typed); err != nil {
			return err
		}
		var pod map[string]any
		if err := yaml.Unmarshal(text, &pod); err != nil {
			return err
		}
		print(line{Name: path, Pod: pod, Forbidden: judge(&typed)})
		return nil
	})
	if err != nil {
		fail(err)
	}
}
