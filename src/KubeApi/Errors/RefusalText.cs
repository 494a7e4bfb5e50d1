using System.Text.RegularExpressions;

namespace KubeApi.Errors;

/// <summary>Removes the object's values from a server's error message. Pure.</summary>
internal static partial class RefusalText
{
    /// <summary>The message without the object that the error of a patch quotes; for a Secret, without any value.</summary>
    public static string WithoutValues(string message, bool isSecret)
    {
        message = QuotedObject().Replace(message, "");
        return isSecret ? Found().Replace(Value().Replace(message, "$1***$2"), "***") : message;
    }

    // "" is invalid: patch: Invalid value: "{\"metadata\":…}": strict decoding error: … - and its cause is the same from "Invalid" on. For a strategic patch,
    // the server quotes only the patch.
    [GeneratedRegex(@"^\s*"""" is invalid: |(?:patch: |^)Invalid value: ""\{(?:[^""\\]|\\.)*"": ", RegexOptions.Singleline)]
    private static partial Regex QuotedObject();

    [GeneratedRegex(@"(Invalid value: "")(?:[^""\\]|\\.)*("")", RegexOptions.Singleline)]
    private static partial Regex Value();

    // .data.p: expected string, got &value.valueUnstructured{Value:5} - and a value may hold line breaks and braces.
    [GeneratedRegex(@"(?<=\bgot ).*?(?=\n  \.[^\n]*: (?:expected |field not declared)|\z)", RegexOptions.Singleline)]
    private static partial Regex Found();
}
