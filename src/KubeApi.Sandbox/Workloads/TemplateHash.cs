namespace KubeApi.Sandbox.Workloads;

/// <summary>
/// The name of a pod template, as in `pod-template-hash`: with the length and alphabet of a real one, and the same for equal templates. A real
/// server hashes Go's output of the template, so its names differ.
/// </summary>
internal static class TemplateHash
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <param name="collisions">How many other templates had this name.</param>
    public static string Of(JsonNode template, long collisions = 0)
    {
        // FNV-1a, 32 bits.
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(template.ToJsonString() + (collisions > 0 ? collisions.ToString(CultureInfo.InvariantCulture) : "")))
        {
            hash = unchecked((hash ^ value) * 16777619);
        }

        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
    }
}
