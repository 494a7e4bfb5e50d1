using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Decoding;

/// <summary>The field validation of a request: `fieldValidation=Strict`, `Warn` (the default) or `Ignore`.</summary>
internal sealed class FieldValidation(ApiRequest api)
{
    private readonly string _directive = Read(api);

    /// <summary>Adds warnings, or throws. Each warning is added once, because a change may be retried.</summary>
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
