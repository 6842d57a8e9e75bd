"""What CytoDesk is, which version, under which licences: AboutDialog."""
