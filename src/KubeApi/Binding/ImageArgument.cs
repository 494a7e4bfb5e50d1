using System.Collections;
using KubeApi.Client.Workloads;

namespace KubeApi.Binding;

/// <summary>A container and its new image, from -Image: <c>app=nginx:2</c>, or <c>@{ app = 'nginx:2' }</c>.</summary>
/// <param name="Container">The container's name, or <see cref="ContainerImages.All"/>.</param>
/// <param name="Image">The image.</param>
internal sealed record ImageArgument(string Container, string Image)
{
    /// <exception cref="ArgumentException">A value is not a pair of names.</exception>
    public static IReadOnlyList<ImageArgument> ReadAll(object[] images) => [.. images.SelectMany(Read)];

    private static IEnumerable<ImageArgument> Read(object? image) => EmptyValue.Unwrap(image) switch
    {
        IDictionary pairs => pairs.Cast<DictionaryEntry>().Select(e => Of($"{e.Key}", $"{e.Value}")),
        string text when text.Split('=', 2) is [var container, var name] => [Of(container, name)],
        _ => throw new ArgumentException($"-Image takes CONTAINER=IMAGE or a hashtable, not '{image}'."),
    };

    private static ImageArgument Of(string container, string image) =>
        container.Length > 0 && image.Length > 0 ? new(container, image)
        : throw new ArgumentException($"-Image takes CONTAINER=IMAGE, but one of the two is empty in '{container}={image}'.");
}
