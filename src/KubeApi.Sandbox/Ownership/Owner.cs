using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Ownership;

/// <summary>
/// Who owns fields: one manager is two owners by applying and by updating, and others again by subresource and, in updates, by the version that was written.
/// </summary>
/// <param name="ApiVersion">Empty for those who apply: they are the same in every version.</param>
internal sealed record Owner(string Manager, bool Applies, string ApiVersion, string Subresource)
{
    public static Owner Applying(string manager, string subresource) => new(manager, true, "", subresource);

    public static Owner Updating(string manager, string apiVersion, string subresource) => new(manager, false, apiVersion, subresource);

    /// <summary>As conflicts name it.</summary>
    public override string ToString()
    {
        var name = ApiErrors.Quote(Manager) + (Subresource.Length == 0 ? "" : $" with subresource {ApiErrors.Quote(Subresource)}");
        return Applies ? name : $"{name} using {ApiVersion}";
    }
}
