using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Session;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace KubeApi.Binding;

/// <summary>An object to write: its JSON, its identity and its origin. Created from an object, a hashtable, YAML or JSON.</summary>
/// <param name="Body">The object's JSON.</param>
/// <param name="Origin">The server that it was read from; null if there was none, or if it is unknown.</param>
/// <param name="Place">Its place in a file or string; null if it came as an object.</param>
internal sealed partial record Manifest(JsonObject Body, ObjectOrigin? Origin, ManifestPlace? Place)
{
    private const string ReadHint = "Import-KubeApiManifest PATH reads the objects of a file; Set-, New-, Compare- and Remove-KubeApiObject take -Path "
        + "themselves.";

    private static readonly string[] s_inMetadata = ["name", "generateName", "namespace", "uid"];

    public string ApiVersion { get; } = Text(Body, "apiVersion") ?? "";

    public string Kind { get; } = Text(Body, "kind") ?? "";

    /// <summary>The name; empty if the server generates one.</summary>
    public string Name { get; } = Text(Body["metadata"], "name") ?? "";

    /// <summary>The namespace; null if the manifest has none.</summary>
    public string? Namespace { get; } = Text(Body["metadata"], "namespace");

    /// <summary>Whether metadata.namespace is present but empty.</summary>
    public bool HasEmptyNamespace => Namespace is null && (Body["metadata"] as JsonObject)?.ContainsKey("namespace") == true;

    public string? Uid { get; } = Text(Body["metadata"], "uid");

    public string? ResourceVersion { get; } = Text(Body["metadata"], "resourceVersion");

    /// <summary>The subresource that it was read as; null for the object itself.</summary>
    public string? Subresource => Origin?.Subresource;

    /// <summary>Whether its name or namespace was changed since it was read.</summary>
    public bool HasMoved { get; private init; }

    /// <summary>Whether the object was read together with objects of other resource types.</summary>
    public bool IsOneOfSeveralTypes { get; private init; }

    /// <summary>Whether it is a copy, and not the object that was read.</summary>
    public bool IsCopy { get; private init; }

    public bool IsNamespace => Kind == "Namespace" && ApiVersion == "v1";

    public bool IsCustomResourceDefinition => Kind == "CustomResourceDefinition" && ApiVersion.StartsWith("apiextensions.k8s.io/", StringComparison.Ordinal);

    /// <summary>
    /// The manifests of an argument: an object (also from ConvertFrom-Json), a hashtable, a string of YAML or JSON, or an array of them. Each item that is not
    /// a manifest is one failure; the others are returned.
    /// </summary>
    public static IEnumerable<ManifestResult> Read(object? input)
    {
        var bare = EmptyValue.Unwrap(input);
        var provenance = Provenance.Of(input);
        return bare switch
        {
            string text =>
                ManifestResult.Attempt(() => "a string", () => ManifestReader.Read(text, null).SelectMany(d => Expand(d.Json, null, d.Place)))
                    .Select(r => WithoutEmptyNamespace(WithAdvice(r, text))),
            PSObject or IDictionary or JsonNode =>
                ManifestResult.Attempt(() => "an object", () => Expand(JsonWriter.Write(input), provenance as ObjectOrigin, provenance as ManifestPlace))
                    .Select(r => AsRead(r, input, provenance)),
            IEnumerable list => list.Cast<object?>().SelectMany(Read),
            _ => ManifestResult.Attempt(() => bare?.GetType().Name ?? "null", () => throw new FormatException(
                "A manifest is an object, a hashtable, or a string of YAML or JSON; this is "
                    + $"{(bare is null ? "null" : Articles.Before(bare.GetType().Name))}.")),
        };
    }

    /// <summary>The manifests of a file.</summary>
    /// <param name="file">The file, in full.</param>
    /// <param name="displayPath">Its path in messages.</param>
    public static IEnumerable<ManifestResult> ReadFile(string file, string displayPath) => ManifestResult.Attempt(
        () => displayPath,
        () => ManifestReader.Read(TextFile.Read(file, "manifest"), displayPath).SelectMany(d => Expand(d.Json, null, d.Place)).Select(WithoutEmptyNamespace));

    /// <summary>The kind and name, and the place in a file: <c>Deployment/web (web.yaml, document 2, line 14)</c>.</summary>
    public override string ToString() =>
        $"{(Kind.Length > 0 ? Kind : "…")}/{(Name.Length > 0 ? Name : $"{Text(Body["metadata"], "generateName")}…")}{(Place is null ? "" : $" ({Place})")}";

    /// <summary>Parses one object's JSON.</summary>
    /// <exception cref="FormatException">A required field is missing or not a string.</exception>
    public static Manifest Of(byte[] json, ObjectOrigin? origin, ManifestPlace? place)
    {
        var root = JsonNodes.Parse(json);
        if (root is not JsonObject body)
        {
            throw new FormatException(
                $"{place}: a manifest is a mapping with apiVersion, kind and metadata; this is "
                    + $"{(root is null ? "null" : ManifestReader.Describe(root.GetValueKind()))}.");
        }

        if (JsonText.HasHalf(json))
        {
            throw new FormatException(
                $"{place?.ToString() ?? "The object"} contains a string with an unpaired surrogate, which a server would store as another character.");
        }

        var manifest = new Manifest(body, origin, place);
        foreach (var (field, value) in ((string, JsonNode?)[])
            [("apiVersion", body["apiVersion"]), ("kind", body["kind"]), .. s_inMetadata.Select(f => ($"metadata.{f}", (body["metadata"] as JsonObject)?[f]))])
        {
            // If it were ignored, the unquoted namespace 2024 would become the session's.
            if (value is not null && value.GetValueKind() != JsonValueKind.String)
            {
                throw new FormatException(
                    $"{(manifest with { Place = place?.At(field) })}: {field} is {ManifestReader.Describe(value.GetValueKind())}; quote it.");
            }
        }

        var missing = manifest.ApiVersion.Length == 0
            ? "apiVersion"
            : manifest.Kind.Length == 0
            ? "kind"
            : manifest.Name.Length == 0 && Text(body["metadata"], "generateName") is null
            ? "metadata.name"
            : null;
        return missing is null
            ? manifest
            : throw Missing(missing, body, place);
    }

    private static FormatException Missing(string field, JsonObject body, ManifestPlace? place)
    {
        var message = $"{(place is null ? "The manifest" : place.At(field))} has no {field}: each object needs apiVersion, kind and metadata.name.";
        foreach (var name in field.Split('.'))
        {
            if (body[name] is JsonObject part)
            {
                body = part;
            }
            else if (body.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && p.Key != name) is { Key: { } written })
            {
                return new ManifestException(message, $"Keys are case-sensitive: write '{name}' instead of '{written}'.");
            }
        }

        return new FormatException(message);
    }

    /// <summary>
    /// The manifest as it is written to a server. An object that goes to another name, namespace or session becomes a copy: without the fields that its own
    /// server set, and without its owners, which do not exist there.
    /// </summary>
    /// <param name="session">The server.</param>
    /// <param name="wanted">The namespace that the user requested; null for the object's own.</param>
    /// <param name="always">Whether it also overrides the namespace of a manifest that was not read from a server.</param>
    public Manifest CopyFor(KubeApiSession session, string? wanted, bool always)
    {
        var isElsewhere = Namespace is not null && wanted is not null && wanted != Namespace && (always || Origin is not null || Uid is not null);
        if (!isElsewhere && (Origin is null || (Origin.Session == session && !HasMoved)))
        {
            return this;
        }

        var body = ObjectBody.ForWrite(Body, keepStatus: Subresource is not null);
        var metadata = (JsonObject)body["metadata"]!;
        metadata.Remove("ownerReferences");
        if (isElsewhere)
        {
            metadata["namespace"] = wanted;
        }

        return new Manifest(body, Origin, Place) { IsCopy = true, IsOneOfSeveralTypes = IsOneOfSeveralTypes };
    }

    // Properties of the object that its JSON does not contain.
    private static ManifestResult AsRead(ManifestResult result, object? input, Provenance? provenance)
    {
        var hasMoved = Provenance.HasMoved(input);
        var isOneOfSeveralTypes = (input as PSObject)?.TypeNames.Contains(ViewTypeNames.OfType) == true;
        result = provenance is ManifestPlace && !hasMoved ? WithoutEmptyNamespace(result) : result;
        return result.Manifest is { } m ? result with { Manifest = m with { HasMoved = hasMoved, IsOneOfSeveralTypes = isOneOfSeveralTypes } } : result;
    }

    // An empty namespace in YAML or JSON means none, as in kubectl; charts write it. In an object it is probably an undefined variable, so it stays an error.
    private static ManifestResult WithoutEmptyNamespace(ManifestResult result)
    {
        if (result.Manifest is { Namespace: null, Body: var body } && body["metadata"] is JsonObject metadata)
        {
            metadata.Remove("namespace");
        }

        return result;
    }

    // A line without a brace is the name of a file.
    private static ManifestResult WithAdvice(ManifestResult result, string text) =>
        result.Failure is FormatException e && !text.TrimEnd().AsSpan().ContainsAny('{', '\n')
            ? result with
            {
                // The string may be a secret: the message does not quote it.
                Failure = Path.Exists(text.Trim()) || PathEnd().IsMatch(text.Trim())
                    ? new ManifestException(
                        "The string is a path, not a manifest.", $"To use its manifests: -Path {QuotedArgument.Of(text.Trim())}. {ReadHint}", e)
                    : new ManifestException(e.Message, ReadHint, e),
            }
            : result;

    [GeneratedRegex(@"^\S+\.(ya?ml|json)$")]
    private static partial Regex PathEnd();

    private static List<ManifestResult> Expand(byte[] json, ObjectOrigin? origin, ManifestPlace? place) => ManifestResult.Attempt(
        () =>
            place?.ToString() ?? "an object", () =>
                ManifestReader.Expand(json, place).SelectMany(item => ParseOne(item.Json, origin, place is null ? null : item.Place)));

    private static List<ManifestResult> ParseOne(byte[] json, ObjectOrigin? origin, ManifestPlace? place) => ManifestResult.Attempt(
        () => place?.ToString() ?? (JsonNodes.Parse(json) is JsonObject body ? new Manifest(body, origin, place).ToString() : "an item"),
        () => [new ManifestResult(Of(json, origin, place), null, null)]);

    private static string? Text(JsonNode? o, string name) =>
        o is JsonObject mapping && mapping[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
