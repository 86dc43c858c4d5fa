package upgrade

deny contains msg if {
	"widens" in input.means
	some effect in input.effects
	effect.means == "widens"
	msg := sprintf("%s needs a second pair of eyes: %s", [input.object.kind, effect.message])
}

warn contains msg if {
	some change in input.changes
	change.path == "data.greeting"
	msg := sprintf("the greeting becomes %q", [change.after])
}
