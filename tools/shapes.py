#!/usr/bin/env python3
"""Writes a service crate's `model.rs` from AWS's own description of the service, as botocore ships it.

    tools/shapes.py            write crates/services/*/src/model.rs anew
    tools/shapes.py --check    say which of them aren't what would be written, and exit with 1

Each service crate lists the operations that it has in `operations.txt`. For these the shapes are written that they reach, with
AWS's names and constraints; of all the others just the name, so that they can be answered with 501. botocore's version is
pinned in tests/requirements.txt, because the text of the models is its.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ROOT / "crates" / "services"

RUST_KEYWORDS = {"type", "match", "ref", "in", "as", "use", "where", "loop", "move", "static", "self", "final", "override"}
SCALARS = {
    "string": "String", "boolean": "bool", "integer": "i64", "long": "i64", "float": "f64", "double": "f64",
    "timestamp": "Time", "blob": "Blob",
}


def load(service):
    import botocore.loaders

    loader = botocore.loaders.Loader()
    return loader.load_service_model(service, "service-2")


def snake(name):
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().replace("-", "_")
    name = name.replace("i_pv", "ipv").replace("_gi_b", "_gib").replace("_mi_b", "_mib").replace("vpc_s", "vpcs")
    return f"r#{name}" if name in RUST_KEYWORDS - {"self"} else name


def camel(text):
    words = [w for w in re.split(r"[^A-Za-z0-9]+", text) if w]
    out = "".join(w[0].upper() + (w[1:].lower() if w.isupper() else w[1:]) for w in words) or "Empty"
    return out if not out[0].isdigit() else f"N{out}"


def upper_first(text):
    return text[0].upper() + text[1:]


def rust_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


class Model:
    """The part of one service's description that its crate needs."""

    def __init__(self, name, wanted):
        self.description = load(name)
        self.shapes = self.description["shapes"]
        self.metadata = self.description["metadata"]
        self.ec2 = self.metadata["protocol"] == "ec2"
        self.wanted = wanted
        unknown = [w for w in wanted if w not in self.description["operations"]]
        if unknown:
            sys.exit(f"{name}: AWS has no operation {', '.join(unknown)}")
        self.reached = {}
        self.inputs = set()
        for operation in wanted:
            op = self.description["operations"][operation]
            if "input" in op:
                self.reach(op["input"]["shape"], True)
            if "output" in op:
                self.reach(op["output"]["shape"], False)

    def reach(self, shape, is_input):
        if shape in self.reached and (not is_input or shape in self.inputs):
            return
        self.reached[shape] = True
        if is_input:
            self.inputs.add(shape)
        sh = self.shapes[shape]
        for member in sh.get("members", {}).values() if sh["type"] == "structure" else []:
            self.reach(member["shape"], is_input)
        for part in ("member", "key", "value"):
            if part in sh:
                self.reach(sh[part]["shape"], is_input)

    def rust_name(self, shape):
        name = upper_first(shape)
        # Names of the standard library that generated code and its readers take for granted.
        return {"String": "String_", "Option": "Option_", "Vec": "Vec_", "Box": "Box_", "Result": "Result_"}.get(name, name)

    def type_of(self, shape, boxed_for=None):
        sh = self.shapes[shape]
        kind = sh["type"]
        if kind == "structure":
            name = self.rust_name(shape)
            return f"Box<{name}>" if boxed_for and self.recursive(shape, boxed_for) else name
        if kind == "list":
            return f"Vec<{self.type_of(sh['member']['shape'])}>"
        if kind == "map":
            return f"BTreeMap<{self.type_of(sh['key']['shape'])}, {self.type_of(sh['value']['shape'])}>"
        if kind == "string" and "enum" in sh:
            return self.rust_name(shape)
        return SCALARS[kind]

    def recursive(self, shape, target, seen=()):
        if shape == target:
            return True
        sh = self.shapes[shape]
        return sh["type"] == "structure" and shape not in seen and any(
            self.recursive(m["shape"], target, (*seen, shape)) for m in sh["members"].values())

    def wire_name(self, name, member):
        if not self.ec2:
            # The place of what isn't in the body stands in the binding, and may have a name of its own there.
            return name if "location" in member else member.get("locationName", name)
        wire = member.get("queryName") or member.get("locationName") or name
        return wire[0].lower() + wire[1:]

    def capital_messages(self):
        """Codes of errors whose text is called `Message`. Clients that are typed look for nothing else."""
        errors = {error["shape"] for name in self.wanted for error in self.description["operations"][name].get("errors", [])}
        return sorted(self.shapes[shape].get("error", {}).get("code", shape) for shape in errors if "Message" in self.shapes[shape].get("members", {}))

    def emit(self):
        protocol = {"json": "Protocol::Json", "query": "Protocol::Query", "ec2": "Protocol::Ec2", "rest-json": "Protocol::RestJson", "rest-xml": "Protocol::RestXml"}[self.metadata["protocol"]]
        out = [
            f"//! Shapes of {self.metadata['serviceFullName']} ({self.metadata['apiVersion']}). Written by tools/shapes.py: don't edit.",
            "",
            "#![allow(clippy::all, unused_imports, unused_variables)]",
            "",
            "use std::collections::BTreeMap;",
            "",
            "use neargate_wire::{Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum};",
            "use serde::{Deserialize, Serialize};",
            "",
            "pub const MODEL: Model = Model {",
            f"    endpoint_prefix: {rust_string(self.metadata['endpointPrefix'])},",
            f"    signing_name: {rust_string(self.metadata.get('signingName', self.metadata['endpointPrefix']))},",
            f"    api_version: {rust_string(self.metadata['apiVersion'])},",
            f"    target_prefix: {rust_string(self.metadata.get('targetPrefix', ''))},",
            f"    json_version: {rust_string(self.metadata.get('jsonVersion', ''))},",
            f"    xml_namespace: {rust_string(self.metadata.get('xmlNamespace', ''))},",
            f"    protocol: {protocol},",
            "    capital_messages: &[",
            *(f"        {rust_string(code)}," for code in self.capital_messages()),
            "    ],",
            "    operations: &[",
            *(f"        {rust_string(name)}," for name in sorted(self.description["operations"])),
            "    ],",
            "};",
            "",
        ]
        if self.metadata["protocol"] == "rest-json":
            out += self.bindings()
        for name in self.wanted:
            op = self.description["operations"][name]
            given = self.rust_name(op["input"]["shape"]) if "input" in op else "neargate_wire::Nothing"
            answer = self.rust_name(op["output"]["shape"]) if "output" in op else "()"
            wrapper = op.get("output", {}).get("resultWrapper", "")
            out += [
                f"pub struct {name};",
                "",
                f"impl Operation for {name} {{",
                f"    const NAME: &'static str = {rust_string(name)};",
                f"    const RESULT_WRAPPER: &'static str = {rust_string(wrapper)};",
                f"    type Input = {given};",
                f"    type Output = {answer};",
                "}",
                "",
            ]
        for shape in sorted(self.reached):
            sh = self.shapes[shape]
            if sh["type"] == "structure":
                out += self.structure(shape, sh)
            elif sh["type"] == "string" and "enum" in sh:
                out += self.enumeration(shape, sh)
        return "\n".join(out)

    def bindings(self):
        """Where operations are found: all of them, so that those that aren't ours are answered by name."""
        out = ["use neargate_wire::rest::{Binding, Bound, Kind, Payload, Place};", "", "pub const BINDINGS: &[Binding] = &["]
        for name, op in sorted(self.description["operations"].items()):
            wanted = name in self.wanted
            out += [
                "    Binding {",
                f"        operation: {rust_string(name)},",
                f"        method: {rust_string(op['http']['method'])},",
                f"        path: {rust_string(op['http']['requestUri'])},",
                f"        status: {op['http'].get('responseCode', 200)},",
                *(self.bound(way, op[way]["shape"] if wanted and way in op else None) for way in ("input", "output")),
                "    },",
            ]
        return [*out, "];", ""]

    def bound(self, way, shape):
        members = self.shapes[shape].get("members", {}) if shape else {}
        payload = self.shapes[shape].get("payload") if shape else None
        bound = [f"Bound {{ member: {rust_string(name)}, place: {self.place(name, member)}, kind: Kind::{self.kind(name, member)} }}"
                 for name, member in members.items() if "location" in member]
        if payload:
            kind = {"blob": "Bytes", "string": "Text"}.get(self.shapes[members[payload]["shape"]]["type"], "Structure")
            payload = f"Some(Payload::{kind}({rust_string(self.wire_name(payload, members[payload]))}))"
        return f"        {way}: &[{', '.join(bound)}],\n        {way}_payload: {payload},"

    def place(self, name, member):
        wire = rust_string(member.get("locationName", name))
        if member["location"] == "querystring" and self.shapes[member["shape"]]["type"] == "map":
            return "Place::QueryMap"
        return {"uri": f"Place::Label({wire})", "querystring": f"Place::Query({wire})", "header": f"Place::Header({wire})",
                "headers": f"Place::HeaderMap({wire})", "statusCode": "Place::Status"}[member["location"]]

    def kind(self, name, member):
        kind = self.shapes[member["shape"]]["type"]
        known = {"string": "Text", "map": "Text", "boolean": "Boolean", "list": "List",
                 **dict.fromkeys(("integer", "long", "float", "double"), "Number")}
        if kind not in known or (kind == "list" and self.shapes[self.shapes[member["shape"]]["member"]["shape"]]["type"] != "string"):
            sys.exit(f"{name} is bound outside of the body and of a type that the codec doesn't read there yet: {kind}")
        return known[kind]

    def structure(self, shape, sh):
        hides = any(self.hidden(member["shape"]) for member in sh.get("members", {}).values())
        debug = "" if hides else "Debug, "
        out = [f"#[derive({debug}Clone, Default, PartialEq, Serialize, Deserialize)]", f"pub struct {self.rust_name(shape)} {{"]
        for name, member in sh.get("members", {}).items():
            out.append(f'    #[serde(rename = {rust_string(self.wire_name(name, member))}, '
                       'skip_serializing_if = "Option::is_none")]')
            out.append(f"    pub {snake(name)}: Option<{self.type_of(member['shape'], shape)}>,")
        out += ["}", ""]
        if hides:
            out += self.discreet_debug(shape, sh)
        if shape in self.inputs:
            out += [f"impl Validate for {self.rust_name(shape)} {{", "    fn validate(&self, found: &mut Violations) {"]
            required = set(sh.get("required", []))
            for name, member in sh.get("members", {}).items():
                field = f"self.{snake(name)}"
                wire = rust_string(self.path_name(name, member))
                if name in required:
                    out.append(f"        found.required({wire}, {field}.is_some());")
                check = self.check("value", member["shape"], 3)
                if check:
                    out.append(f"        if let Some(value) = &{field} {{")
                    out.append(f"            found.within({wire}, |found| {{")
                    out += ["    " + line for line in check]
                    out.append("            });")
                    out.append("        }")
            out += ["    }", "}", ""]
        return out

    def hidden(self, shape):
        """Whether AWS marks a text or bytes as nothing to be shown."""
        sh = self.shapes[shape]
        return bool(sh.get("sensitive")) and sh["type"] in ("string", "blob")

    def discreet_debug(self, shape, sh):
        """A `Debug` that leaves out what is hidden."""
        name = self.rust_name(shape)
        shown = [snake(member) for member, m in sh["members"].items() if not self.hidden(m["shape"])]
        fields = "".join(f".field({rust_string(field)}, &self.{field})" for field in shown)
        return [f"impl std::fmt::Debug for {name} {{", "    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {",
                f"        f.debug_struct({rust_string(name)}){fields}.finish_non_exhaustive()", "    }", "}", ""]

    def path_name(self, name, member):
        """How AWS calls a member in a message about it. JSON services begin it in lower case, whatever the wire says."""
        if self.ec2:
            return upper_first(self.wire_name(name, member))
        return name[0].lower() + name[1:] if self.metadata["protocol"] == "json" else name

    def constraint(self, sh):
        parts = []
        if "min" in sh:
            parts.append(f"min: Some({sh['min']:.1f})" if isinstance(sh["min"], float) else f"min: Some({sh['min']}.0)")
        if "max" in sh:
            parts.append(f"max: Some({sh['max']:.1f})" if isinstance(sh["max"], float) else f"max: Some({sh['max']}.0)")
        if "pattern" in sh and sh["type"] == "string":
            parts.append(f"pattern: Some({rust_string(sh['pattern'])})")
        return f"&Constraint {{ {', '.join(parts)}, ..Constraint::NONE }}" if parts else ""

    def check(self, value, shape, depth, seen=()):
        """The statements that check `value` (a reference) against a shape's constraints; none if it has none."""
        sh, pad = self.shapes[shape], "    " * depth
        if sh["type"] == "structure":
            return [f"{pad}{value}.validate(found);"] if self.constrained(shape) else []
        constraint = self.constraint(sh)
        if sh["type"] == "list":
            out = self.size(value, shape, pad)
            rule = self.rule(sh["member"]["shape"])
            if rule:
                return [*out, self.each("Element", f"{value}.iter()", rule, value, shape, pad)]
            inner = self.check("item", sh["member"]["shape"], depth + 2)
            if inner:
                out += [f"{pad}for (index, item) in {value}.iter().enumerate() {{",
                        f"{pad}    found.item(index, |found| {{", *inner, f"{pad}    }});", f"{pad}}}"]
            return out
        if sh["type"] == "map":
            out = self.size(value, shape, pad)
            rules = {part: self.rule(sh[part]["shape"]) for part in ("key", "value")}
            out += [self.each(upper_first(part), f"{value}.{part}s()", rule, value, shape, pad) for part, rule in rules.items() if rule]
            inner = [] if rules["value"] else self.check("value", sh["value"]["shape"], depth + 2)
            if inner:
                out += [f"{pad}for (key, value) in {value}.iter() {{",
                        f"{pad}    found.entry(key.as_ref(), |found| {{", *inner, f"{pad}    }});", f"{pad}}}"]
            return out
        if sh["type"] == "string" and "enum" in sh:
            return [f"{pad}found.member_of({value}.as_str(), {self.rust_name(shape)}::NAMES);"]
        if not constraint:
            return []
        if sh["type"] == "string":
            check = "hidden_text" if self.hidden(shape) else "text"
            return [f"{pad}found.{check}({value}, {constraint});"]
        if sh["type"] in ("integer", "long", "float", "double"):
            return [f"{pad}found.number(*{value} as f64, {constraint});"]
        return []

    def size(self, value, shape, pad):
        constraint = self.constraint(self.shapes[shape])
        if not constraint:
            return []
        if self.hides(shape):
            return [f"{pad}found.length({value}.len(), {constraint});"]
        return [f"{pad}found.size({value}, {value}.len(), {constraint});"]

    def rule(self, shape):
        """What the texts in a list or a map must be, if that is what it holds."""
        sh = self.shapes[shape]
        if sh["type"] != "string":
            return ""
        if "enum" in sh:
            return f"Rule::OneOf({self.rust_name(shape)}::NAMES)"
        constraint = self.constraint(sh)
        return f"Rule::Text({constraint})" if constraint else ""

    def each(self, which, texts, rule, value, shape, pad):
        whole = "None::<&str>" if self.hides(shape) else f"Some({value})"
        convert = ".map(|text| AsRef::<str>::as_ref(text))"
        return f"{pad}found.each(Each::{which}, {texts}{convert}, {rule}, {whole});"

    def hides(self, shape, seen=()):
        """Whether a message that shows such a value would show what AWS marks as nothing to be shown."""
        sh = self.shapes[shape]
        if sh.get("sensitive"):
            return True
        if shape in seen:
            return False
        parts = [m["shape"] for m in sh.get("members", {}).values()] if sh["type"] == "structure" else []
        parts += [sh[part]["shape"] for part in ("member", "key", "value") if part in sh]
        return any(self.hides(part, (*seen, shape)) for part in parts)

    def constrained(self, shape, seen=()):
        sh = self.shapes[shape]
        if shape in seen:
            return False
        seen = (*seen, shape)
        if sh["type"] == "structure":
            return bool(sh.get("required")) or any(self.constrained(m["shape"], seen) for m in sh["members"].values())
        if sh["type"] == "list":
            return bool(self.constraint(sh)) or self.constrained(sh["member"]["shape"], seen)
        if sh["type"] == "map":
            return bool(self.constraint(sh)) or any(self.constrained(sh[p]["shape"], seen) for p in ("key", "value"))
        return "enum" in sh or (sh["type"] not in ("timestamp", "blob", "boolean") and bool(self.constraint(sh)))

    def enumeration(self, shape, sh):
        out = ["string_enum! {", f"    pub enum {self.rust_name(shape)} {{"]
        used = {"Unknown"}  # the macro's own variant, for what the model doesn't have
        for value in sh["enum"]:
            name = camel(value)
            while name in used:
                name += "_"
            used.add(name)
            out.append(f"        {name} = {rust_string(value)},")
        return [*out, "    }", "}", ""]


def formatted(text):
    run = subprocess.run(["rustfmt", "--edition", "2024", "--config-path", str(ROOT / "rustfmt.toml")],
                         input=text, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return run.stdout


def main():
    check = "--check" in sys.argv[1:]
    stale = []
    for listing in sorted(SERVICES.glob("*/operations.txt")):
        wanted = [line.strip() for line in listing.read_text().splitlines() if line.strip() and not line.startswith("#")]
        text = formatted(Model(listing.parent.name, wanted).emit())
        target = listing.parent / "src" / "model.rs"
        if check:
            if not target.exists() or target.read_text() != text:
                stale.append(str(target.relative_to(ROOT)))
        else:
            target.write_text(text)
    if stale:
        sys.exit(f"not what tools/shapes.py writes: {', '.join(stale)}")


if __name__ == "__main__":
    main()
