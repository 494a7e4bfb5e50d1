using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using Check = System.Func<KubeApi.Sandbox.Rules.FieldValue, System.Collections.Generic.IEnumerable<KubeApi.Sandbox.Errors.StatusCause>>;

namespace KubeApi.Sandbox.Rules;

/// <summary>The checks of the rules in `Data/types.json`, with a server's messages.</summary>
internal static class FieldChecks
{
    private static readonly FrozenDictionary<string, Check> s_checks = new Dictionary<string, Check>
    {
        // No check: the rule only overrides the check of the schema.
        ["any"] = _ => [],
        ["required"] = field =>
            (FieldValue.IsEmpty(field.Node) && field.Node is not JsonObject) || (field.Node is JsonValue && field.Shown == "0")
                ? [ApiErrors.Required(field.Place, field.Rule.Text)]
                : [],
        ["forbidden"] = field => [ApiErrors.Forbidden(field.Place, field.Rule.Text ?? "")],
        ["invalid"] = field => [field.Invalid("")],
        ["invalidEmpty"] = field => [ApiErrors.InvalidValue(field.Place, "\"\"", field.Rule.Text ?? "")],
        ["invalidNull"] = field => [ApiErrors.InvalidValue(field.Place, "null", field.Rule.Text ?? "")],
        ["missing"] = field => [ApiErrors.Required(field.Place, field.Rule.Text)],
        ["oneOf"] = field => field.Values.Contains(field.Text) ? [] : [ApiErrors.Unsupported(field.Place, field.Text, field.Values)],
        ["eachOf"] = field =>
            (field.Node as JsonArray ?? []).Select(item => $"{item}").Where(item => !field.Values.Contains(item)).Select(
                item => ApiErrors.Unsupported(field.Place, item, field.Values)),
        ["unsupported"] = field =>
            [new StatusCause(
                "FieldValueNotSupported", $"Unsupported value: {field.Shown}: supported values: {string.Join(", ", field.Values.Select(ApiErrors.Quote))}",
                field.Place)],
        // The default is not allowed, so a value is required.
        ["chosen"] = field => field.Values.Contains(field.Text) ? []
            : field.Text == "Always" ? [ApiErrors.Required(field.Place, $"valid values: {string.Join(", ", field.Values.Select(ApiErrors.Quote))}")]
            : [ApiErrors.Unsupported(field.Place, field.Text, field.Values)],
        ["includes"] = field => (field.Node as JsonArray ?? []).Any(item => field.Values.Contains($"{item}")) ? [] : [field.Invalid("")],
        ["alone"] = field => field.Node is JsonArray { Count: > 1 } list && list.Any(item => field.Values.Contains($"{item}"))
            ? [field.Values[0] == "*" ? field.Invalid("") : ApiErrors.Forbidden(field.Place, field.Rule.Text ?? "")] : [],
        ["not"] = field => field.Values.Contains(field.Text) ? [field.Invalid("")] : [],

        ["min"] = field =>
            field.IsNumber && field.Number < field.Argument(0) ? [field.InvalidNumber($"must be greater than or equal to {field.Argument(0)}")] : [],
        ["most"] = field =>
            field.IsNumber && field.Number > field.Argument(0) ? [field.InvalidNumber($"must be less than or equal to {field.Argument(0)}")] : [],
        ["above"] = field => field.IsNumber && field.Number <= field.Argument(0) ? [field.InvalidNumber($"must be greater than {field.Argument(0)}")] : [],
        ["between"] = field => field.IsNumber && (field.Number < field.Argument(0) || field.Number > field.Argument(1))
            ? [field.InvalidNumber($"must be between {field.Rule.Arguments[0]} and {field.Rule.Arguments[1]}, inclusive")] : [],
        ["is"] = field => field.Text == field.Rule.Arguments[0] ? [] : [field.Invalid($"must be {field.Rule.Arguments[0]}")],
        ["port"] = Port,
        ["portOrName"] = field => field.IsText ? TextForms.PortName(field.Text).Select(field.InvalidText) : Port(field),
        ["percent"] = Percent,
        ["amount"] = field => Quantity.Parse(field.Text) < default(Quantity) ? [field.InvalidText("must be greater than or equal to 0")] : [],
        ["positive"] = field => Quantity.Parse(field.Text) > default(Quantity) ? [] : [field.InvalidText("must be greater than zero")],

        ["name"] = field => NameRule.Named(field.Rule.Arguments[0]).Validate(field.Text).Select(field.InvalidText),
        ["portName"] = field => TextForms.PortName(field.Text).Select(field.InvalidText),
        ["qualified"] = field => LabelRule.ValidateKey(field.Text).Select(field.InvalidText),
        ["labelValue"] = field => LabelRule.ValidateValue(field.Text).Select(field.InvalidText),
        ["labels"] = field => LabelRule.ValidateMap(field.Node as JsonObject ?? [], field.Place),
        ["annotations"] = field => LabelRule.ValidateAnnotations(field.Node as JsonObject ?? [], field.Place),
        ["key"] = field => KeyRule.Validate(field.Text).Select(field.InvalidText),
        ["qualifiedLower"] = field =>
            LabelRule.ValidateKey(field.Text.ToLowerInvariant()).Select(
                error => ApiErrors.InvalidValue(field.Place, ApiErrors.Quote(field.Text.ToLowerInvariant()), error)),
        ["threeParts"] = field =>
            field.Text.Split('.').Length < 3 ? [field.InvalidText("should be a domain with at least three segments separated by dots")] : [],
        ["prefixedPath"] = field => field.Text.Split('/', 2) is [{ Length: > 0 } domain, { Length: > 0 }] && !NameRule.Subdomain.Validate(domain).Any()
            ? [] : [field.InvalidText("must be a domain-prefixed path (such as \"acme.io/foo\")")],
        ["host"] = field => TextForms.ValidateHost(field.Text).Select(field.InvalidText),
        ["outside"] = field => TextForms.IsLoopback(field.Text) ? [field.InvalidText("may not be in the loopback range (127.0.0.0/8, ::1/128)")] : [],
        ["within"] = field =>
            TextForms.IsNetwork(field.Text) && field.Owner.StringAt(field.Rule.Arguments[0]) is { } whole && TextForms.IsNetwork(whole)
                && !TextForms.IsWithin(field.Text, whole)
            ? [field.InvalidText("")] : [],
        ["without"] = field =>
            field.Text.Contains(field.Rule.Arguments[0], StringComparison.Ordinal) ? [field.InvalidText($"must not contain '{field.Rule.Arguments[0]}'")] : [],
        ["ip"] = field =>
            field.Values.Contains(field.Text) || TextForms.IsAddress(field.Text)
                ? []
                : [field.InvalidText("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")],
        ["cidr"] = field => TextForms.IsNetwork(field.Text) ? [] : [field.InvalidText("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")],
        ["absolute"] = field => field.Text.StartsWith('/') ? [] : [field.InvalidText("must be an absolute path")],
        ["relative"] = field =>
            [.. field.Text.StartsWith('/') ? [field.InvalidText("must be a relative path")] : Array.Empty<StatusCause>(), .. Descending(field)],
        ["descending"] = Descending,
        ["trimmed"] = field => field.Text.Trim() == field.Text ? [] : [field.InvalidText("must not have leading or trailing whitespace")],
        ["length"] = field => field.Text.Length > field.Argument(0) ? [field.InvalidText($"must be no more than {field.Argument(0)} characters")] : [],
        ["atMost"] = field => (field.Node as JsonArray)?.Count > field.Argument(0) ? [field.Invalid("")] : [],
        ["singleValue"] = field => field.Node is JsonArray { Count: 1 } ? [] : [ApiErrors.Required(field.Place, field.Rule.Text)],
        ["matches"] = field => System.Text.RegularExpressions.Regex.IsMatch(field.Text, field.Rule.Arguments[0]) ? [] : [field.InvalidText("")],
        ["schedule"] = field => CronSchedule.Validate(field.Text) is { } fault ? [field.InvalidText(fault)] : [],
        ["timeZone"] = field => TextForms.ValidateTimeZone(field.Text) is { } fault ? [field.InvalidText(fault)] : [],

        ["unique"] = Unique,
        ["distinct"] = Unique,
        // With several items, each needs a name.
        ["named"] = field => field.Node is JsonArray { Count: > 1 } list
            ? list.Index().Where(item => (item.Item as JsonObject)?.StringAt("name") is not { Length: > 0 }).Select(
                item => ApiErrors.Required($"{field.Place}[{item.Index}].name"))
            : [],
        ["needs"] = field => Present(field).Any() ? [] : [ApiErrors.Required(field.Place, field.Rule.Text)],
        ["single"] = field => Present(field).Skip(1).Select(name => ApiErrors.Forbidden($"{field.Place}.{name}", field.Rule.Text ?? "")),
        ["oneAtATime"] = field =>
            Present(field).Skip(1).Any()
                ? [ApiErrors.InvalidValue(field.Place, "\"\"", field.Rule.Text ?? "may not have more than one field specified at a time")]
                : [],
        ["someOf"] = field => Present(field).Any() ? [] : [ApiErrors.InvalidValue(field.Place, "\"\"", field.Rule.Text ?? "")],

        // The message shows the whole Go value.
        ["typeAmong"] = field => field.Row.StringAt("type") is not { Length: > 0 } type || field.Values.Contains(type) ? []
            : field.Rule.Text is { } words ? [ApiErrors.InvalidValue(field.Place, field.Members(["type", "rollingUpdate"]), words)]
            :
            [
                new StatusCause(
                    "FieldValueNotSupported",
                    $"Unsupported value: {field.Members(["type", "rollingUpdate"])}: supported values: "
                        + $"{string.Join(", ", field.Values.Select(ApiErrors.Quote))}",
                    field.Place)
            ],
        ["invalidMembers"] = field => [ApiErrors.InvalidValue(field.Place, field.Members(field.Values), field.Rule.Text ?? "")],
        ["ratio"] = ResourceChecks.Ratio,
        ["among"] = field => (field.Node as JsonArray ?? []).All(item => field.Values.Contains($"{item}")) ? [] : [field.Invalid("")],
        ["eitherOf"] = field => field.Values.All(value => (field.Node as JsonArray ?? []).Any(item => $"{item}" == value)) ? [field.Invalid("")] : [],
        ["wholeObjects"] = field => ResourceChecks.IsCounted(field.Key) ? ResourceChecks.Whole(field) : [],
        ["containerResource"] = ResourceChecks.OfContainer,
        ["notAbove"] = field => ResourceChecks.Compared(field, (own, other) => own > other),
        ["atLeast"] = field => ResourceChecks.Compared(field, (own, other) => own < other),
        ["webhookUrl"] = TextForms.WebhookUrl,

        ["selector"] = SelectorChecks.Form,
        ["selectorParts"] = field => field.Node is JsonObject selector ? SelectorChecks.Parts(selector, field.Place) : [],
        ["generated"] = SelectorChecks.Generated,
        ["selected"] = SelectorChecks.Match,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Check? Named(string name) => s_checks.GetValueOrDefault(name);

    /// <summary>Whether the check applies to missing values.</summary>
    public static bool AppliesToEmpty(string name) => name is "required" or "missing" or "invalidNull" or "needs" or "selector" or "selected" or "someOf";

    private static IEnumerable<StatusCause> Port(FieldValue field) =>
        field.Number is < 1 or > 65535 ? [field.InvalidNumber("must be between 1 and 65535, inclusive")] : [];

    private static IEnumerable<StatusCause> Descending(FieldValue field) =>
        field.Text.Split('/').Contains("..") ? [field.InvalidText("must not contain '..'")] : [];

    // A number or a percentage.
    private static IEnumerable<StatusCause> Percent(FieldValue field)
    {
        if (!field.IsText)
        {
            return field.Number < 0 ? [field.InvalidNumber("must be greater than or equal to 0")] : [];
        }

        if (!TextForms.IsPercent(field.Text))
        {
            return
            [
                field.InvalidText(
                    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")
            ];
        }

        return field.Rule.Arguments.Count > 0 && long.Parse(field.Text[..^1], System.Globalization.CultureInfo.InvariantCulture) > 100
            ? [field.InvalidText("must not be greater than 100%")] : [];
    }

    // For a list: one member of each item, or the items themselves.
    private static IEnumerable<StatusCause> Unique(FieldValue field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in (field.Node as JsonArray ?? []).Index())
        {
            var member = field.Rule.Arguments.Count > 0 ? field.Rule.Arguments[0] : null;
            var text = (member is null ? item : (item as JsonObject)?[member])?.ToString() ?? "";
            if (text.Length > 0 && !seen.Add(text))
            {
                var place = $"{field.Place}[{index}]{(member is null || field.Rule.Name == "distinct" ? "" : $".{member}")}";
                yield return field.Rule.Text is { } words
                    ? ApiErrors.InvalidValue(place, ApiErrors.Quote(text), words)
                    : ApiErrors.Duplicate(place, text);
            }
        }
    }

    private static IEnumerable<string> Present(FieldValue field) => field.Rule.Arguments.Where(name => (field.Node as JsonObject)?[name] is not null);
}
