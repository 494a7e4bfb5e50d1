using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Decoding;

/// <summary>What the client wants to hear of unknown and duplicate fields: `fieldValidation=Strict`, `Warn` (also when it says nothing) or `Ignore`.</summary>
internal sealed class FieldValidation(ApiRequest api)
{
    private readonly string _directive = Read(api);

    /// <summary>Adds the warnings, or refuses; what is said twice is said once, for a change may be tried again.</summary>
    /// <param name="errors">`unknown field "spec.colour"` …</param>
    /// <param name="refusal">Makes the refusal from the strict decoder's message.</param>
    public void Report(IReadOnlyList<string> errors, Func<string, StatusException> refusal)
    {
        if (errors.Count == 0 || _directive == "Ignore")
        {
            return;
        }

        if (_directive == "Strict")
        {
            throw refusal($"strict decoding error: {string.Join(", ", errors)}");
        }

        foreach (var error in errors)
        {
            ResponseWriter.Warn(api.Http, error);
        }
    }

    public static string Unknown(string path) => $"unknown field {ApiErrors.Quote(path)}";

    public static string Duplicate(string path) => $"duplicate field {ApiErrors.Quote(path)}";

    private static string Read(ApiRequest api) => api.Query("fieldValidation") switch
    {
        null => "Warn",
        "Strict" or "Warn" or "Ignore" => api.Query("fieldValidation")!,
        var other => throw ApiErrors.Invalid(
            api.OptionsKind, "meta.k8s.io", "", [ApiErrors.Unsupported("fieldValidation", other, ["", "Ignore", "Strict", "Warn"])]),
    };
}
