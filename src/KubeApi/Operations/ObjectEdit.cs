using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;
using KubeApi.Yaml;

namespace KubeApi.Operations;

/// <summary>The state of one edit: the stored object, and its YAML as the user edited it.</summary>
internal sealed class ObjectEdit
{
    private JsonObject _stored;
    private string _original;

    /// <summary>Begins an edit.</summary>
    /// <param name="stored">The object as the server has it.</param>
    public ObjectEdit(JsonObject stored)
    {
        (_stored, _original) = Normalize(stored);
        Text = _original;
    }

    /// <summary>The YAML that was saved last, without the comments on top; initially the YAML of the stored object.</summary>
    public string Text { get; private set; }

    /// <summary>Whether the saved YAML differs from the stored object.</summary>
    public bool IsChanged => Text.Length > 0 && Text != _original;

    /// <summary>The content of the file: comments, then the YAML.</summary>
    /// <param name="title">The object and its place.</param>
    /// <param name="error">Why the last edit was not written; null for none.</param>
    public string ToFile(string title, string? error)
    {
        var comments = $"""
            {title}
            Lines that begin with # up here are ignored. An unchanged or empty file
            changes nothing.{(error is null ? "" : $"\n\nThe edit was not written (line numbers start below these comments):\n{error}")}
            """;
        return string.Concat(comments.ReplaceLineEndings("\n").Split('\n').Select(l => $"# {l}".TrimEnd() + "\n")) + Text + "\n";
    }

    /// <summary>Takes over the content of the file.</summary>
    /// <returns>Whether it differs from the previous content.</returns>
    public bool Save(string content)
    {
        var lines = content.ReplaceLineEndings("\n").Split('\n').SkipWhile(l => l.StartsWith('#') || string.IsNullOrWhiteSpace(l));
        var saved = string.Join('\n', lines).TrimEnd();
        var isNew = saved != Text;
        Text = saved;
        return isNew;
    }

    /// <summary>The object to write: the saved edit, with the uid and the version of the stored object.</summary>
    /// <exception cref="FormatException">The YAML is invalid, or of another object.</exception>
    public JsonObject Read()
    {
        if (ManifestReader.Read(Text, null) is not [var (json, _)] || JsonNodes.Parse(json) is not JsonObject edited)
        {
            throw new FormatException("The file is not a single YAML mapping.");
        }

        foreach (var (field, before, now) in new[]
        {
            ("apiVersion", _stored["apiVersion"], edited["apiVersion"]),
            ("kind", _stored["kind"], edited["kind"]),
            ("metadata.name", _stored["metadata"].Child("name"), MetadataOf(edited).Child("name")),
            ("metadata.namespace", _stored["metadata"].Child("namespace"), MetadataOf(edited).Child("namespace")),
        })
        {
            if (!JsonNode.DeepEquals(before, now))
            {
                throw new FormatException($"{field} must remain {before?.ToJsonString() ?? "absent"}: an edit cannot create another object.");
            }
        }

        foreach (var field in new[] { "uid", "resourceVersion" })
        {
            edited["metadata"]![field] = _stored["metadata"]?[field]?.DeepClone();
        }

        return edited;
    }

    /// <summary>Whether an edited object equals the stored one.</summary>
    public bool IsSame(JsonObject edited) => MergePatch.Between(_stored, edited).Count == 0;

    /// <summary>Applies the edit to a newer version of the object.</summary>
    /// <param name="edited">The edited object.</param>
    /// <param name="newest">The object as the server has it now.</param>
    /// <returns>The paths of the fields that both changed to different values. If there are any, the edit stays unchanged.</returns>
    public IReadOnlyList<string> Rebase(JsonObject edited, JsonObject newest)
    {
        var (stored, original) = Normalize(newest);
        var (merged, conflicts) = ObjectMerge.Merge(_stored, edited, stored);
        if (conflicts.Count == 0)
        {
            (_stored, _original) = (stored, original);
            Text = ToYaml(merged);
        }

        return conflicts;
    }

    private static JsonObject? MetadataOf(JsonObject o) => o["metadata"] as JsonObject;

    // Read back from YAML, so the edited object differs only in the fields that the user changed.
    private static (JsonObject Object, string Yaml) Normalize(JsonObject o)
    {
        var yaml = ToYaml(ObjectBody.ForReplace(o));
        return ((JsonObject)JsonNodes.Parse(ManifestReader.Read(yaml, null)[0].Json)!, yaml);
    }

    private static string ToYaml(JsonObject o) => YamlLoader.CreateWriter().ToYaml(JsonNodes.Write(o)).TrimEnd();
}
