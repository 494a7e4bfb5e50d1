using System.Text.RegularExpressions;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Validates labels and annotations, with the server's messages.</summary>
internal static partial class LabelRule
{
    private const int LongestName = 63;

    private const string InvalidName =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string InvalidValue =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    public static IEnumerable<StatusCause> Validate(JsonObject metadata) =>
    [
        .. ValidateMap(metadata["labels"] as JsonObject ?? [], "metadata.labels"),
        .. ValidateAnnotations(metadata["annotations"] as JsonObject ?? [], "metadata.annotations"),
    ];

    /// <summary>Validates the keys and values of labels, at any path.</summary>
    public static IEnumerable<StatusCause> ValidateMap(JsonObject labels, string place)
    {
        foreach (var (key, value) in labels)
        {
            foreach (var error in ValidateKey(key))
            {
                yield return ApiErrors.InvalidValue(place, ApiErrors.Quote(key), error);
            }

            foreach (var error in ValidateValue(value?.ToString() ?? ""))
            {
                yield return ApiErrors.InvalidValue(place, ApiErrors.Quote(value!.ToString()), error);
            }
        }
    }

    public static IEnumerable<StatusCause> ValidateAnnotations(JsonObject annotations, string place)
    {
        foreach (var (key, _) in annotations)
        {
            // Annotation keys are compared in lower case.
            foreach (var error in ValidateKey(key.ToLowerInvariant()))
            {
                yield return ApiErrors.InvalidValue(place, ApiErrors.Quote(key), error);
            }
        }
    }

    /// <summary>Validates the value of a label.</summary>
    public static IEnumerable<string> ValidateValue(string text)
    {
        if (text.Length > LongestName)
        {
            yield return $"must be no more than {LongestName} bytes";
        }

        if (text.Length > 0 && !Name().IsMatch(text))
        {
            yield return InvalidValue;
        }
    }

    /// <summary>Validates a qualified name, such as the key of a label.</summary>
    public static IEnumerable<string> ValidateKey(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            yield return "a qualified name " + InvalidName["name part ".Length..]
                + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        var name = parts[^1];
        if (parts.Length == 2 && parts[0].Length == 0)
        {
            yield return "prefix part must be non-empty";
        }
        else if (parts.Length == 2)
        {
            foreach (var error in NameRule.Subdomain.Validate(parts[0]))
            {
                yield return "prefix part " + error;
            }
        }

        if (name.Length == 0)
        {
            yield return "name part must be non-empty";
        }
        else if (name.Length > LongestName)
        {
            yield return $"name part must be no more than {LongestName} bytes";
        }

        if (!Name().IsMatch(name))
        {
            yield return InvalidName;
        }
    }

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex Name();
}
