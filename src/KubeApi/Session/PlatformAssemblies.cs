using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace KubeApi.Session;

/// <summary>
/// Loads the client that is compiled ahead for this platform, where the module has one. Such an image loads on its own platform only, so the package has one
/// in a folder for each platform, and the portable client beside this assembly for every other platform.
/// </summary>
/// <remarks>
/// PowerShell runs this after it has loaded the exported types of this assembly. None of them may have a field of a value type of the client, because the
/// client would be loaded with it: from beside this assembly.
/// </remarks>
public sealed class PlatformAssemblies : IModuleAssemblyInitializer
{
    private const string Client = "KubeApi.Client";

    /// <inheritdoc/>
    public void OnImport()
    {
        // Each runspace imports the module.
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name != Client)
        {
            return null;
        }

        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var platform = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        var path = Path.Join(Path.GetDirectoryName(typeof(PlatformAssemblies).Assembly.Location), platform, $"{Client}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
